package node

import (
	"os"
	"os/exec"
)

// Missing says, in words, what real nodes need that this machine does not have;
// nil when they can be.
func Missing() []string {
	var missing []string
	if os.Geteuid() != 0 {
		missing = append(missing, "you are not root")
	}
	for _, program := range []string{"containerd", "runc", "nft", "iptables", "mount"} {
		if _, err := exec.LookPath(program); err != nil {
			missing = append(missing, program+" is not installed")
		}
	}
	if _, err := pluginsDir(); err != nil {
		missing = append(missing, "the CNI plugins are not installed (containernetworking-plugins)")
	}
	if _, err := hierarchies(); err != nil {
		missing = append(missing, "control groups are not mounted")
	}
	return missing
}
