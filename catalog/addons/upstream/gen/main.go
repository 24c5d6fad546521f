// Command gen writes the manifests in package upstream: it takes the authors'
// files out of their Go modules, lets kustomize put them together the way the
// kustomization in this folder says, and splits the result. -check compares
// with what is committed instead and exits 1 when they differ.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	check := flag.Bool("check", false, "compare with the files that are there, write nothing")
	dir := flag.String("dir", ".", "folder of package upstream")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *dir, *check); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir string, check bool) error {
	files, err := generate(ctx)
	if err != nil {
		return err
	}
	if check {
		return compare(dir, files)
	}
	for name, data := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// compare reports every committed file that differs from its generated twin.
func compare(dir string, files map[string][]byte) error {
	var errs []error
	for name, data := range files {
		committed, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			errs = append(errs, err)
		} else if string(committed) != string(data) {
			errs = append(errs, fmt.Errorf("%s is not what upstream's manifests give", name))
		}
	}
	if len(errs) > 0 {
		errs = append(errs, errors.New("run go generate ./catalog/... and look at what changed"))
	}
	return errors.Join(errs...)
}

// generate is every file by its path below package upstream's folder.
func generate(ctx context.Context) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, b := range bundles() {
		objects, err := b.build(ctx)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.name, err)
		}
		parts, err := split(objects, b.only)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.name, err)
		}
		for part, data := range parts {
			files[filepath.Join(b.name, part+".json")] = data
		}
	}
	notice, err := notice(ctx)
	if err != nil {
		return nil, err
	}
	files["NOTICE.md"] = notice
	return files, nil
}
