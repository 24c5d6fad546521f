// Package ext stands for a folder of Traefik's repository that its module does
// not carry: there too the types are empty, places for what others add.
package ext

// HTTP adds nothing to the HTTP configuration.
type HTTP struct{}

// Router adds nothing to a router.
type Router struct{}
