// Package process runs the process units of a local cluster: it gives each
// process its ports, files, certificates and identity, hands it to the
// platform's daemon and waits until it is ready. It does not keep processes
// alive itself (local/supervisor does) and does not know which programs they are.
package process
