//go:build !front

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/charts"
	"slipway.dev/slipway/compile"
	"slipway.dev/slipway/deploy/helm/fetch"
	"slipway.dev/slipway/deploy/helm/vendoring"
)

// vendor is the flags of 'vendor'.
type vendor struct {
	from    []string
	check   bool
	accept  bool
	timeout time.Duration
	out     output
}

func vendorCommand(s streams) *cobra.Command {
	var v vendor
	c := &cobra.Command{
		Use:   "vendor [BLUEPRINT]",
		Short: "Fetch the Helm charts of a blueprint and pin them",
		Long: `Fetch every Helm chart that the blueprint's add-ons need on any target, into
the folder charts beside the blueprint, and pin versions and digests in
slipway.lock. Keep both in version control: then compiling and comparing are
complete and need no network. Charts that are there already are not asked for
again. A version whose content changed is refused.`,
		Example: `  slipway vendor platform.yaml
  slipway vendor --from https://charts.jetstack.io=oci://mirror.example.com/charts
  slipway vendor --check`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := v.out.check(); err != nil {
				return err
			}
			ctx, cancel := bounded(c.Context(), v.timeout)
			defer cancel()
			return v.run(ctx, c, s, args)
		},
	}
	v.out.flag(c)
	c.Flags().StringArrayVar(&v.from, "from", nil, "ask URL in the place of a repository, as REPO=URL (repeatable)")
	c.Flags().BoolVar(&v.check, "check", false, "change nothing; exit 1 when the lock or a chart is not current")
	c.Flags().BoolVar(&v.accept, "accept-changed", false, "fetch every chart again, also when a version's content changed")
	c.Flags().DurationVar(&v.timeout, "timeout", 10*time.Minute, "give up after this long")
	return c
}

func (v *vendor) run(ctx context.Context, c *cobra.Command, s streams, args []string) error {
	mirrors, err := mirrorsOf("--from", v.from)
	if err != nil {
		return usageError{c, err}
	}
	valid, err := load(ctx, args, s.err)
	if err != nil {
		return err
	}
	wanted, complete, err := wantedCharts(valid, s.err)
	if err != nil {
		return err
	}
	folder := blueprintFolder(args)
	if v.check {
		return v.verify(s, folder, wanted, complete)
	}
	changes, err := vendoring.Vendor(ctx, folder, wanted, vendoring.Options{
		Fetcher: fetch.New(fetch.Options{Mirrors: mirrors}), AcceptChanged: v.accept, KeepUnwanted: !complete,
	})
	if err != nil {
		return err
	}
	return v.show(s, changes)
}

// verify is --check.
func (v *vendor) verify(s streams, folder string, wanted []charts.Key, complete bool) error {
	changes, err := vendoring.Check(folder, wanted, !complete)
	if err != nil {
		return err
	}
	if len(changes) == 0 {
		return v.show(s, nil)
	}
	if err := v.show(s, changes); err != nil {
		return err
	}
	fmt.Fprintf(s.err, "%s is not current; run 'slipway vendor'\n", charts.LockFile)
	return exitError(exitFailed)
}

func (v *vendor) show(s streams, changes []vendoring.Change) error {
	if changes == nil {
		changes = []vendoring.Change{}
	}
	return v.out.show(s.out, changes, func(w io.Writer) {
		counts := map[vendoring.Verb]int{}
		table(w, func(row func(...string)) {
			for _, c := range changes {
				counts[c.Verb]++
				if c.Verb != vendoring.Kept {
					row(string(c.Verb), c.Name, c.Version, c.Digest, c.Repo)
				}
			}
		})
		if counts[vendoring.Kept] == len(changes) {
			fmt.Fprintf(w, "%s in %s, nothing to do\n", plural(len(changes), "chart"), charts.LockFile)
		}
	})
}

// mirrorsOf reads the values of a flag such as --from.
func mirrorsOf(flag string, values []string) (map[string]string, error) {
	mirrors := map[string]string{}
	for _, from := range values {
		repo, url, ok := strings.Cut(from, "=")
		if !ok || !strings.Contains(repo, "://") || !strings.Contains(url, "://") {
			return nil, fmt.Errorf("%s %s: want REPO=URL, such as https://charts.example.com=https://mirror.example.com/charts", flag, from)
		}
		mirrors[repo] = url
	}
	return mirrors, nil
}

// wantedCharts are the charts of every target but this machine, which runs none.
// A target that the blueprint does not compile for is named and left out; then
// the answer is not complete.
func wantedCharts(v *blueprint.Valid, w io.Writer) (wanted []charts.Key, complete bool, err error) {
	complete = true
	var errs []error
	for _, target := range blueprint.Targets() {
		if target == blueprint.Local {
			continue
		}
		a, err := compile.Compile(v, compile.Options{Target: target})
		if err != nil {
			errs = append(errs, err)
			fmt.Fprintf(w, "the blueprint does not compile for the target %s, whose charts are left as they are:\n    %s\n", target, strings.ReplaceAll(err.Error(), "\n", "\n    "))
			continue
		}
		keys, err := chartsOf(a)
		if err != nil {
			return nil, false, err
		}
		wanted = append(wanted, keys...)
	}
	if len(errs) == len(blueprint.Targets())-1 {
		return nil, false, errors.Join(errs...)
	}
	return wanted, len(errs) == 0, nil
}

func chartsOf(a *assembly.Assembly) ([]charts.Key, error) {
	var keys []charts.Key
	for i := range a.Units {
		if a.Units[i].Kind != assembly.Helm {
			continue
		}
		c, err := a.Units[i].Chart()
		if err != nil {
			return nil, err
		}
		if k := charts.KeyOf(c); !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys, nil
}
