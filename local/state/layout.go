package state

import (
	"path/filepath"
)

// Path is the directory itself.
func (d Dir) Path() string { return d.path }

// Platform is the name of the platform that lives here.
func (d Dir) Platform() string { return filepath.Base(d.path) }

// Join returns a path below the directory.
func (d Dir) Join(elem ...string) string {
	return filepath.Join(append([]string{d.path}, elem...)...)
}

// Logs is the directory of all log files.
func (d Dir) Logs() string { return d.Join("logs") }

// Log is the current log file of a process such as "dev/etcd".
func (d Dir) Log(process string) string { return d.Join("logs", filepath.FromSlash(process)+".log") }

// Repos is the directory of the platform's Git repositories.
func (d Dir) Repos() string { return d.Join("repos") }

// Cluster returns where a cluster of this platform keeps its files.
func (d Dir) Cluster(name string) Cluster { return Cluster{d.Join("clusters", name)} }

// Cluster is the directory of one cluster.
type Cluster struct{ path string }

// Path is the directory itself.
func (c Cluster) Path() string { return c.path }

// PKI is the directory of certificates and keys.
func (c Cluster) PKI() string { return filepath.Join(c.path, "pki") }

// Data is the directory a component keeps its data in.
func (c Cluster) Data(component string) string { return filepath.Join(c.path, "data", component) }

// Kubeconfig is the file an administrator of the cluster uses.
func (c Cluster) Kubeconfig() string { return filepath.Join(c.path, "kubeconfig") }

// Network is where the namespace of the cluster's own network is kept.
func (c Cluster) Network() string { return filepath.Join(c.path, "network") }
