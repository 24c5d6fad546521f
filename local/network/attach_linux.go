package network

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"runtime"
	"strconv"
	"syscall"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// Attachment is a host of the cluster's network: a node, or a process that
// must reach nodes and pods.
type Attachment struct {
	Router  string       // where the router's namespace is kept
	Addr    netip.Prefix // its address: 10.0.0.10/16
	Gateway netip.Addr   // the router's
	// Reach are ports of this machine's loopback interface that are served on
	// that of the host; Publish are those of the machine's that lead to the host's own.
	Reach   []int
	Publish map[int]int
}

// Host is an attachment that was made.
type Host struct {
	own, router *namespace
	carried     carrier
	addr        netip.Addr
}

// Attach makes a network namespace, connects it to the router and runs start
// inside of it: the processes that start begins are in it. Start's goroutine
// keeps its thread until start returns, so a child that wants to die with its
// parent (Pdeathsig) lives as long as start runs. It returns what start does.
func (a Attachment) Attach(start func(*Host) error) error {
	done := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		done <- a.attach(start)
	}()
	return <-done
}

func (a Attachment) attach(start func(*Host) error) error {
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("making a network namespace: %w", err)
	}
	own, err := currentNamespace()
	if err != nil {
		return err
	}
	defer own.close()
	router, err := openNamespace(a.Router)
	if err != nil {
		return err
	}
	defer router.close()
	if err := a.connect(own, router); err != nil {
		return err
	}
	h := &Host{own: own, router: router, addr: a.Addr.Addr()}
	defer h.carried.close()
	for _, port := range a.Reach {
		if err := h.carried.inward(own, netip.AddrPortFrom(loopback, uint16(port)), port); err != nil {
			return err
		}
	}
	for machine, port := range a.Publish {
		if err := h.carried.outward(own, machine, port); err != nil {
			return err
		}
	}
	return start(h)
}

// connect lays a pair of interfaces: eth0 inside, the other on the router's bridge.
func (a Attachment) connect(own, router *namespace) error {
	inside, err := own.links()
	if err != nil {
		return err
	}
	defer inside.Close()
	there, err := router.links()
	if err != nil {
		return err
	}
	defer there.Close()
	bridge, err := there.LinkByName(bridgeName)
	if err != nil {
		return fmt.Errorf("finding the bridge of the cluster's network: %w", err)
	}
	name := "h" + strconv.FormatUint(uint64(suffix(a.Addr)), 16)
	// What a killed predecessor had is going away with its namespace, which takes a moment.
	if old, err := there.LinkByName(name); err == nil {
		if err := there.LinkDel(old); err != nil && !errors.Is(err, syscall.ENODEV) {
			return fmt.Errorf("taking the place of a former %s: %w", a.Addr.Addr(), err)
		}
	}
	pair := &netlink.Veth{
		LinkAttrs:     netlink.LinkAttrs{Name: name, MasterIndex: bridge.Attrs().Index},
		PeerName:      "eth0",
		PeerNamespace: netlink.NsFd(own.file.Fd()),
	}
	if err := there.LinkAdd(pair); err != nil {
		return fmt.Errorf("connecting %s to the cluster's network: %w", a.Addr.Addr(), err)
	}
	if err := up(there, name); err != nil {
		return err
	}
	if err := up(inside, "lo"); err != nil {
		return err
	}
	if err := address(inside, "eth0", a.Addr); err != nil {
		return err
	}
	return inside.RouteReplace(&netlink.Route{Gw: net.IP(a.Gateway.AsSlice())})
}

// suffix is the part of an address that its range does not fix: a short name
// that is the host's alone.
func suffix(p netip.Prefix) uint32 {
	b := p.Addr().As4()
	n := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	return n &^ (^uint32(0) << (32 - p.Bits()))
}

// Route leads a range, a node's share of the pods' range, to this host.
func (h *Host) Route(pods netip.Prefix) error {
	links, err := h.router.links()
	if err != nil {
		return err
	}
	defer links.Close()
	to := &net.IPNet{IP: pods.Addr().AsSlice(), Mask: net.CIDRMask(pods.Bits(), pods.Addr().BitLen())}
	if err := links.RouteReplace(&netlink.Route{Dst: to, Gw: net.IP(h.addr.AsSlice())}); err != nil {
		return fmt.Errorf("leading %s to %s: %w", pods, h.addr, err)
	}
	return nil
}

// Dial connects to an address as the host sees it.
func (h *Host) Dial(address string) (net.Conn, error) { return h.own.dial(address) }
