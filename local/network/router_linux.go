package network

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"syscall"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
)

// bridgeName is the bridge of the router, to which all are attached.
const bridgeName = "nodes"

// Router is the middle of a cluster's network.
type Router struct {
	Path   string       // where its namespace is kept
	Addr   netip.Prefix // its own address, in the range of all hosts: 10.0.0.1/16
	Egress string       // unix socket of the API server's way in, "" for none
	// Reach are ports of this machine's loopback interface that are served under
	// the router's address: the API server, for pods.
	Reach []int
}

// Run makes the router if it is not there yet and carries connections until
// ctx ends. The router itself stays: see Remove.
func (r Router) Run(ctx context.Context) error {
	if err := r.ensure(); err != nil {
		return err
	}
	ns, err := openNamespace(r.Path)
	if err != nil {
		return err
	}
	defer ns.close()
	var carried carrier
	defer carried.close()
	for _, port := range r.Reach {
		if err := carried.inward(ns, netip.AddrPortFrom(r.Addr.Addr(), uint16(port)), port); err != nil {
			return err
		}
	}
	if r.Egress != "" {
		if err := carried.egress(ns, r.Egress); err != nil {
			return err
		}
	}
	<-ctx.Done()
	return nil
}

func (r Router) ensure() error {
	if err := ensureNamespace(r.Path); err != nil {
		return err
	}
	ns, err := openNamespace(r.Path)
	if err != nil {
		return err
	}
	defer ns.close()
	if err := ns.do(forwarding); err != nil {
		return err
	}
	links, err := ns.links()
	if err != nil {
		return err
	}
	defer links.Close()
	bridge := &netlink.Bridge{LinkAttrs: netlink.LinkAttrs{Name: bridgeName}}
	if err := links.LinkAdd(bridge); err != nil && !errors.Is(err, syscall.EEXIST) {
		return fmt.Errorf("making the bridge of the cluster's network: %w", err)
	}
	if err := address(links, bridgeName, r.Addr); err != nil {
		return err
	}
	return up(links, "lo")
}

// forwarding lets a namespace pass on what is not for itself.
func forwarding() error {
	if err := os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0o644); err != nil {
		return fmt.Errorf("letting the network forward packets: %w", err)
	}
	return nil
}

// links configures the interfaces inside of a namespace, from outside.
func (n *namespace) links() (*netlink.Handle, error) {
	h, err := netlink.NewHandleAt(netns.NsHandle(n.file.Fd()), syscall.NETLINK_ROUTE)
	if err != nil {
		return nil, fmt.Errorf("opening netlink in %s: %w", n.file.Name(), err)
	}
	return h, nil
}

// address gives an interface an address and brings it up.
func address(links *netlink.Handle, name string, addr netip.Prefix) error {
	link, err := links.LinkByName(name)
	if err != nil {
		return fmt.Errorf("finding the interface %s: %w", name, err)
	}
	parsed, err := netlink.ParseAddr(addr.String())
	if err != nil {
		return fmt.Errorf("reading the address %s: %w", addr, err)
	}
	if err := links.AddrReplace(link, parsed); err != nil {
		return fmt.Errorf("giving %s the address %s: %w", name, addr, err)
	}
	return up(links, name)
}

func up(links *netlink.Handle, name string) error {
	link, err := links.LinkByName(name)
	if err != nil {
		return fmt.Errorf("finding the interface %s: %w", name, err)
	}
	if err := links.LinkSetUp(link); err != nil {
		return fmt.Errorf("bringing %s up: %w", name, err)
	}
	return nil
}
