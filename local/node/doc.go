// Package node is a real Kubernetes node on this machine: containerd, the
// kubelet and kube-proxy, in namespaces of their own (network, mounts,
// processes, host name), as a host of the cluster's network. No container
// engine is needed around them, and nothing of them shows outside.
//
// Its first process is PID 1 of the node. When that ends, however it does, the
// kernel ends everything that ran there and takes away the node's mounts and
// interfaces: a crash leaves only empty control groups behind, which the next
// start and Clean remove. To the cluster the node then was switched off, and
// begins again as a machine does after a power cut.
//
// It needs Linux, the rights of root, and containerd, runc and the CNI plugins;
// Missing says what is not there.
package node
