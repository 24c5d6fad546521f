package main

import (
	"fmt"
	"slices"
	"strings"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/compile"
	"slipway.dev/slipway/diag"
)

// checkTarget refuses a target that there is not; "" is for what the command chooses.
func checkTarget(target string, among ...blueprint.Target) error {
	names := make([]string, len(among))
	for i, t := range among {
		names[i] = string(t)
	}
	if target == "" || slices.Contains(names, target) {
		return nil
	}
	guess := ""
	if near := diag.Suggest(target, names); near != "" {
		guess = "; did you mean " + near + "?"
	}
	last := len(names) - 1
	return fmt.Errorf("--target %s: there is no such target here, use %s or %s%s", target, strings.Join(names[:last], ", "), names[last], guess)
}

// targeting says what a platform is for.
type targeting func(*blueprint.Platform) []compile.Options

// meant is what a platform is checked for where nothing says which target: each
// that it can be for, AWS for the clusters that have an account.
func meant(p *blueprint.Platform) []compile.Options {
	var out []compile.Options
	for _, t := range blueprint.Targets() {
		o := compile.Options{Target: t}
		if t == blueprint.AWS {
			if o.Clusters = onAWS(p); len(o.Clusters) == 0 {
				continue
			}
		}
		out = append(out, o)
	}
	return out
}

// onAWS are the names of the clusters that have a place there.
func onAWS(p *blueprint.Platform) []string {
	var names []string
	for _, c := range p.Clusters {
		if c.Account != "" {
			names = append(names, c.Name)
		}
	}
	return names
}

// itHas says which cluster was probably meant, and what others there are.
func itHas(name string, clusters []string) string {
	return strings.TrimSpace(diag.DidYouMean(name, clusters) + " It has: " + strings.Join(clusters, ", "))
}
