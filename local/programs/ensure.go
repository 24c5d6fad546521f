package programs

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Ensure locates and, where needed, builds programs. See [Places.Ensure].
func Ensure(ctx context.Context, names []string, report func(Event)) (map[string]Program, error) {
	places, err := Locate()
	if err != nil {
		return nil, err
	}
	return places.Ensure(ctx, names, report)
}

// Ensure gives the named programs: a release's own where it has them, else from
// the cache, else built now. report may be nil; it is called one event at a
// time. Every program that fails is in the error.
func (p Places) Ensure(ctx context.Context, names []string, report func(Event)) (map[string]Program, error) {
	found, missing := map[string]Program{}, []string{}
	reports := &reporter{call: report}
	for _, name := range names {
		if dir := filepath.Join(p.Prebuilt, name); p.Prebuilt != "" && complete(dir) {
			found[name] = Program{Name: name, Dir: dir}
			progress{reports, name, time.Now()}.report(Ready, 0, 0, "")
		} else if !slices.Contains(missing, name) {
			missing = append(missing, name)
		}
	}
	if len(missing) == 0 {
		return found, nil
	}
	built, err := p.build(ctx, missing, reports)
	maps.Copy(found, built)
	return found, err
}

func (p Places) build(ctx context.Context, names []string, reports *reporter) (map[string]Program, error) {
	recipes, err := p.recipes(names)
	if err != nil {
		return nil, err
	}
	tool, err := findToolchain(ctx, p.Distro)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(p.Cache, 0o755); err != nil {
		return nil, fmt.Errorf("making a place for built programs: %w", err)
	}
	var (
		group sync.WaitGroup
		mu    sync.Mutex
		errs  []error
		built = map[string]Program{}
		slots = make(chan struct{}, max(1, p.Builds))
	)
	for _, r := range recipes {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			b := &builder{places: p, tool: tool, recipe: r, progress: progress{reports, r.Name, time.Now()}}
			program, err := b.ensure(ctx)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				errs = append(errs, err)
				return
			}
			built[r.Name] = program
		})
		if ctx.Err() != nil {
			break
		}
	}
	group.Wait()
	return built, errors.Join(errs...)
}

func (p Places) recipes(names []string) ([]recipe, error) {
	if p.Distro == "" {
		return nil, &Problem{
			What: fmt.Sprintf("the programs in %s do not include %s", p.Prebuilt, strings.Join(names, ", ")),
			Fix:  "Use a release that ships them, or set SLIPWAY_DISTRO to the folder distro of a slipway checkout to have them built.",
		}
	}
	known, err := readRecipes(p.Distro)
	if err != nil {
		return nil, err
	}
	var recipes []recipe
	var errs []error
	for _, name := range names {
		r, ok := known[name]
		if !ok {
			errs = append(errs, &Problem{What: fmt.Sprintf("there is no program %q", name), Fix: "Known are " + strings.Join(slices.Sorted(maps.Keys(known)), ", ") + "."})
			continue
		}
		recipes = append(recipes, r)
	}
	return recipes, errors.Join(errs...)
}
