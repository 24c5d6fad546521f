package network

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// NameServer has what the calling thread starts look names up as pods do, by the
// cluster's name server. It gives the thread mounts of its own, so it is for
// threads that end with what they started (see Attach). "" changes nothing.
func NameServer(address string) error {
	if address == "" {
		return nil
	}
	conf, err := os.CreateTemp("", "resolv-*.conf")
	if err != nil {
		return fmt.Errorf("writing the name server: %w", err)
	}
	defer os.Remove(conf.Name()) // the mount keeps it
	defer conf.Close()
	if _, err := fmt.Fprintf(conf, "nameserver %s\nsearch svc.cluster.local cluster.local\noptions ndots:5\n", address); err != nil {
		return fmt.Errorf("writing the name server: %w", err)
	}
	if err := conf.Chmod(0o644); err != nil {
		return fmt.Errorf("writing the name server: %w", err)
	}
	over, err := filepath.EvalSymlinks("/etc/resolv.conf")
	if err != nil {
		return fmt.Errorf("finding where names are looked up: %w", err)
	}
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		return fmt.Errorf("making mounts of its own: %w", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("keeping mounts to itself: %w", err)
	}
	if err := unix.Mount(conf.Name(), over, "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("setting the name server: %w", err)
	}
	return nil
}
