// Package network is a cluster's own network on this machine: a network
// namespace with a bridge, the router, to which nodes and those processes that
// must reach pods are attached, each in a namespace of its own. Nothing of it
// shows in the machine's network: no bridge, no route, no rule. Clusters whose
// address plans are the same, or the same as that of the office, run side by
// side, and all of it is gone when its processes and one mount are.
//
// What crosses the border does so as connections that this package carries:
// ports of the machine's loopback interface that the attached may reach, ports
// of theirs that are published on it, and the API server's way to nodes, pods
// and services, by its egress selector.
//
// It needs Linux and the rights of root.
package network
