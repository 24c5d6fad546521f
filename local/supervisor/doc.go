// Package supervisor keeps the processes of one platform alive: it starts
// them in groups of their own, restarts what dies, keeps their logs, and stops
// them in order.
//
// It lives inside the platform's daemon. It must not know what the processes
// are or whether they are ready, and it must never kill a process that it
// cannot prove to be its own.
//
// On Linux the children die with the daemon, even when that is killed. Other
// systems cannot do this; there the next daemon finds and ends them.
package supervisor
