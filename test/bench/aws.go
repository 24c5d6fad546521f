package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// peerSizes are numbers of clusters that the peer is measured with, too.
var peerSizes = []int{1, 10, 50}

// manyClusters are measured alone: the peer would take minutes.
const manyClusters = 1000

// aws is from a blueprint's file to an assembly for AWS in a folder: processor
// time of the whole process, beside the peer that synthesizes the same platform.
func (b *bench) aws(ctx context.Context) error {
	p, err := b.installPeer(ctx)
	if err != nil {
		return err
	}
	places, err := b.places()
	if err != nil {
		return err
	}
	defer func() {
		for _, at := range places {
			_ = os.RemoveAll(at.dir)
		}
	}()
	for _, at := range places {
		for _, n := range peerSizes {
			if err := b.awsBeside(ctx, p, at, n); err != nil {
				return err
			}
		}
		if err := b.awsMany(ctx, at); err != nil {
			return err
		}
	}
	return b.awsSizes(ctx, p, places[0])
}

// place is where files are written: what writing costs depends on it.
type place struct{ name, dir string }

// folder is an empty one for the next run. Nothing is deleted between runs: an
// ext4 without a journal takes no inode that was deleted in the last minutes,
// and searches long for another one where many were.
func (p place) folder() (string, error) { return os.MkdirTemp(p.dir, "run-") }

// places are memory, where the system has such a file system, and the disk.
func (b *bench) places() ([]place, error) {
	disk := place{"on disk", filepath.Join(b.dir, "aws")}
	if err := os.Mkdir(disk.dir, 0o700); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("/dev/shm", "bench-")
	if err != nil {
		return []place{disk}, nil //nolint:nilerr // no such file system is no error
	}
	return []place{{"in memory", dir}, disk}, nil
}

func (b *bench) awsBeside(ctx context.Context, p *peer, at place, n int) error {
	ours, err := b.compileAWS(ctx, at, n, max(b.runs, 60/n))
	if err != nil {
		return err
	}
	r := row{what: fmt.Sprintf("compile for AWS, %s, written %s: processor time, memory", plural(n), at.name), ours: ours.String()}
	if p == nil {
		r.than = noPeer
		b.table.add(r)
		return nil
	}
	theirs, err := p.synthesize(ctx, b, at, n)
	if err != nil {
		return err
	}
	r.than, r.ratio = p.name+" "+theirs.String(), ours.than(theirs)
	if most := map[int]float64{1: 50, 50: 100}[n]; most > 0 {
		less := float64(theirs.processor) / float64(ours.processor)
		r.target, r.ok = fmt.Sprintf("≥ %.0f × less, ≤ 1/5 memory", most), judge(less >= most && 5*ours.memory <= theirs.memory)
	}
	b.table.add(r)
	return nil
}

func (b *bench) awsMany(ctx context.Context, at place) error {
	ours, err := b.compileAWS(ctx, at, manyClusters, b.runs)
	if err != nil {
		return err
	}
	b.table.add(row{
		what: fmt.Sprintf("compile for AWS, %s, written %s: time, processor time, memory", plural(manyClusters), at.name),
		ours: show(ours.took) + ", " + ours.String(), target: "≤ 3 s", ok: judge(ours.took <= 3*time.Second),
	})
	return nil
}

// compileAWS compiles n clusters a few times, each time into a folder of its own.
func (b *bench) compileAWS(ctx context.Context, at place, n, runs int) (cost, error) {
	file, err := b.awsBlueprint(n)
	if err != nil {
		return cost{}, err
	}
	return repeat(runs, func() (usage, error) {
		out, err := at.folder()
		if err != nil {
			return usage{}, err
		}
		return measure(b.command(ctx, b.slipway, "compile", "--target", "aws", "--all", "-o", out, file))
	})
}

// awsBlueprint writes the peer's platform with n clusters.
func (b *bench) awsBlueprint(n int) (string, error) {
	text, err := os.ReadFile(filepath.Join(peerDir, "platform.yaml"))
	if err != nil {
		return "", err
	}
	out := bytes.NewBuffer(text)
	accounts, regions := []string{"dev", "staging"}, []string{"us-east-2", "us-east-2", "us-west-2"}
	for i := range n {
		fmt.Fprintf(out, "  - {name: c%d, blueprint: standard, account: %s, region: %s}\n", i, accounts[i%len(accounts)], regions[i%len(regions)])
	}
	file := filepath.Join(b.dir, "aws.yaml")
	return file, os.WriteFile(file, out.Bytes(), 0o600)
}

func plural(n int) string {
	if n == 1 {
		return "1 cluster"
	}
	return fmt.Sprintf("%d clusters", n)
}
