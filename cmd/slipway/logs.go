//go:build !front

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/local"
)

func logsCommand(s streams) *cobra.Command {
	var where platformFlag
	var follow bool
	var lines int
	c := &cobra.Command{
		Use:   "logs [COMPONENT]",
		Short: "Print the log of a component",
		Long: `Print the log of a component: a process of a cluster ("dev/etcd", or "etcd" of
the first cluster) or "daemon". Without a component the names are listed.`,
		Example: `  slipway logs
  slipway logs argocd-repo-server -f`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			p, err := where.find(c, nil)
			if err != nil {
				return err
			}
			known, err := components(p)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				fmt.Fprintln(s.out, strings.Join(known, "\n"))
				return nil
			}
			name, err := component(args[0], known)
			if err != nil {
				return err
			}
			return printLog(c.Context(), s.out, p.State.Log(name), lines, follow)
		},
	}
	where.flag(c)
	c.Flags().BoolVarP(&follow, "follow", "f", false, "go on printing as the log grows")
	c.Flags().IntVar(&lines, "tail", 100, "lines to print from the end, -1 for all")
	return c
}

// components are the names that logs exist for.
func components(p *local.Platform) ([]string, error) {
	var names []string
	err := filepath.WalkDir(p.State.Logs(), func(path string, _ os.DirEntry, err error) error {
		if name, ok := strings.CutSuffix(path, ".log"); ok && err == nil {
			rel, err := filepath.Rel(p.State.Logs(), name)
			names = append(names, filepath.ToSlash(rel))
			return err
		}
		return err
	})
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return names, err
}

// component is the known name that was meant: in full, or without its cluster.
func component(name string, known []string) (string, error) {
	if slices.Contains(known, name) {
		return name, nil
	}
	var spellings []string
	for _, k := range known {
		if strings.HasSuffix(k, "/"+name) {
			return k, nil
		}
		spellings = append(spellings, k, path.Base(k))
	}
	fix := diag.DidYouMean(name, spellings)
	if fix == "" {
		fix = "'slipway logs' lists them."
	}
	return "", fmt.Errorf("no component is called %s\n    %s", name, fix)
}

func printLog(ctx context.Context, w io.Writer, file string, lines int, follow bool) error {
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("reading the log: %w", err)
	}
	defer f.Close()
	if err := printTail(w, f, lines); err != nil || !follow {
		return err
	}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := io.Copy(w, f); err != nil {
			return fmt.Errorf("reading the log: %w", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func printTail(w io.Writer, r io.Reader, lines int) error {
	var kept []string
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadString('\n')
		if line != "" {
			kept = append(kept, line)
		}
		if lines >= 0 && len(kept) > lines {
			kept = kept[1:]
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("reading the log: %w", err)
		}
	}
	_, err := io.WriteString(w, strings.Join(kept, ""))
	return err
}
