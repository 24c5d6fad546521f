package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// examplePrograms are what the example runs.
var examplePrograms = []string{"kube", "kwok", "argocd", "helm", "kustomize", "gatekeeper", "flux-source-controller", "flux-kustomize-controller"}

// cold builds every program into an empty cache, with an empty build cache but
// with the modules that are downloaded already.
func (b *bench) cold(ctx context.Context) error {
	cmd := b.command(ctx, b.slipway, append([]string{"programs"}, examplePrograms...)...)
	cache := filepath.Join(b.dir, "cold")
	cmd.Env = append(cmd.Env, "SLIPWAY_PROGRAMS=", "XDG_CACHE_HOME="+cache, "GOCACHE="+filepath.Join(cache, "go"))
	cmd.Stdout = os.Stderr
	u, err := measure(cmd)
	if err != nil {
		return err
	}
	b.table.limit(fmt.Sprintf("cold build of %d programs", len(examplePrograms)), u.took, "", 0, time.Duration(0))
	return nil
}
