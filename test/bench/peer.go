package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// peerDir has the peer's program, the versions it is pinned to, and the same
// platform as a blueprint.
const peerDir = "test/bench/peer"

const noPeer = "no npm, or it reaches no registry: not compared"

// peer is @aws-quickstart/eks-blueprints, the talk's own library of today.
type peer struct {
	name string
	node []string // the command line up to the number of stacks
}

// installPeer gets the peer, nil where that cannot be: the table then says so.
func (b *bench) installPeer(ctx context.Context) (*peer, error) {
	version, err := exec.CommandContext(ctx, "node", "--version").Output()
	if err != nil {
		return nil, ctx.Err()
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(cache, "slipway", "bench-peer") // outside: Go would look for packages in what npm installs
	if out, err := exec.CommandContext(ctx, "scripts/bench-peer", dir).CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "the peer was not installed: %v\n%s\n", err, last(string(out), 5))
		return nil, ctx.Err()
	}
	node := firstLine(version)
	p := &peer{name: "eks-blueprints 1.19.0 on Node " + node, node: []string{"node"}}
	if strings.HasPrefix(node, "v20.") {
		// Node 20 hangs at its exit from twelve stacks on without it.
		p.name += " --no-turbo-escape"
		p.node = append(p.node, "--no-turbo-escape")
	}
	p.node = append(p.node, filepath.Join(dir, "platform.js"))
	return p, nil
}

// synthesize has the peer write n stacks a few times, each time into a folder of its own.
func (p *peer) synthesize(ctx context.Context, b *bench, at place, n int) (cost, error) {
	return repeat(b.runs, func() (usage, error) {
		out, err := at.folder()
		if err != nil {
			return usage{}, err
		}
		return measure(p.command(ctx, b, n, out))
	})
}

func (p *peer) command(ctx context.Context, b *bench, n int, out string) *exec.Cmd {
	return b.command(ctx, p.node[0], slices.Concat(p.node[1:], []string{strconv.Itoa(n), out})...)
}
