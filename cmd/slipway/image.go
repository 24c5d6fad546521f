//go:build !front

package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/local"
	"slipway.dev/slipway/local/images"
	"slipway.dev/slipway/local/registry"
)

func imageCommand(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "image",
		Short: "Build images into a platform's own registry, and list them",
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(imageBuildCommand(s), imageListCommand(s))
	return c
}

// imageFlags say whose registry is meant: a platform has one before it runs.
type imageFlags struct {
	name string
	of   string // blueprint
}

func (f *imageFlags) flags(c *cobra.Command) {
	c.Flags().StringVarP(&f.name, "platform", "p", "", "name of the platform (default: the only one on this machine)")
	c.Flags().StringVar(&f.of, "platform-of", "", "blueprint of the platform, which need not run yet")
	c.MarkFlagsMutuallyExclusive("platform", "platform-of")
}

func (f *imageFlags) open(c *cobra.Command) (*local.Platform, error) {
	if f.of == "" {
		return local.Find(f.name)
	}
	p, err := read(c.Context(), f.of)
	if err != nil {
		return nil, err
	}
	return local.Open(p.Name)
}

func imageBuildCommand(s streams) *cobra.Command {
	var where imageFlags
	var tags, env []string
	var timeout time.Duration
	c := &cobra.Command{
		Use:   "build [DIR]",
		Short: "Make an image of a folder: a Go program, static files, or a Dockerfile",
		Long: `Make an image of a folder and put it into the platform's own registry, from
which its nodes pull, under the name that manifests use. No Docker, no base
image and no internet: Go programs (package main) are compiled, other files are
served by a small server on port 8080. A folder with a Dockerfile needs buildah.

Without DIR the images that the blueprint names (local: images:) are built, as
'slipway up' does. An image whose folder did not change is not built again.`,
		Example: `  slipway image build services/inf-backend -t registry.example.com/troi/inf-backend:1.1.0
  slipway image build --platform-of examples/enterprise/platform.yaml`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			ctx, cancel := bounded(c.Context(), timeout)
			defer cancel()
			sources, err := sourcesOf(c, args, tags, env, where, s)
			if err != nil {
				return err
			}
			p, err := where.open(c)
			if err != nil {
				return err
			}
			shown := newProgress(s.err)
			err = p.BuildImages(ctx, sources, shown.image)
			shown.Close()
			if err != nil {
				return err
			}
			store, err := p.Images()
			if err != nil {
				return err
			}
			for _, source := range sources {
				digest, err := store.Resolve(source.Image)
				if err != nil {
					return err
				}
				fmt.Fprintf(s.out, "%s@%s\n", source.Image, digest)
			}
			return nil
		},
	}
	c.Args = usageArgs(c.Args)
	where.flags(c)
	c.Flags().StringArrayVarP(&tags, "tag", "t", nil, "full name of the image with its tag, as manifests write it (repeatable)")
	c.Flags().StringArrayVarP(&env, "env", "e", nil, "environment variable of its containers, as NAME=VALUE (repeatable)")
	c.Flags().DurationVar(&timeout, "timeout", 10*time.Minute, "give up after this long")
	return c
}

// sourcesOf is what 'image build' builds: a folder, or all that a blueprint names.
func sourcesOf(c *cobra.Command, args, tags, env []string, where imageFlags, s streams) ([]images.Source, error) {
	if len(args) == 0 {
		if len(tags)+len(env) > 0 || where.of == "" {
			return nil, usageError{c, errors.New("name the folder and the image (-t), or with --platform-of a blueprint that names them")}
		}
		v, err := load(c.Context(), []string{where.of}, s.err)
		if err != nil {
			return nil, err
		}
		return localImages(v, []string{where.of})
	}
	if len(tags) == 0 {
		return nil, usageError{c, errors.New("name the image as manifests write it: -t registry.example.com/team/app:1.0.0")}
	}
	variables := map[string]string{}
	for _, text := range env {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return nil, usageError{c, fmt.Errorf("--env %s: want NAME=VALUE", text)}
		}
		variables[name] = value
	}
	var sources []images.Source
	for _, tag := range tags {
		sources = append(sources, images.Source{Image: tag, Dir: args[0], Env: variables})
	}
	return sources, nil
}

func imageListCommand(s streams) *cobra.Command {
	var where imageFlags
	var out output
	c := &cobra.Command{
		Use:     "ls",
		Aliases: []string{"list"},
		Short:   "List the images in a platform's own registry",
		Example: `  slipway image ls
  slipway image ls -o json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			p, err := where.open(c)
			if err != nil {
				return err
			}
			store, err := p.Images()
			if err != nil {
				return err
			}
			list, err := store.List()
			if err != nil {
				return err
			}
			return out.show(s.out, append([]registry.Image{}, list...), func(w io.Writer) { showImages(w, list) })
		},
	}
	c.Args = usageArgs(c.Args)
	where.flags(c)
	out.flag(c)
	return c
}

func showImages(w io.Writer, list []registry.Image) {
	if len(list) == 0 {
		fmt.Fprintln(w, "no images; 'slipway image build DIR -t NAME' makes one")
		return
	}
	table(w, func(row func(...string)) {
		row("IMAGE", "DIGEST", "SIZE")
		for _, i := range list {
			row(i.Name, short(strings.TrimPrefix(i.Digest, "sha256:")), fmt.Sprintf("%.1f MB", float64(i.Size)/1e6))
		}
	})
}

// image takes one event of the builder.
func (p *progress) image(e images.Event) {
	unit := assembly.UnitID("image/" + e.Image)
	if e.Built {
		p.Report(deploy.Event{Time: time.Now(), Type: deploy.UnitDone, Unit: unit, Elapsed: e.Elapsed, Message: "built"})
		return
	}
	p.Report(deploy.Event{Time: time.Now(), Type: deploy.UnitStarted, Unit: unit})
	p.Report(deploy.Event{Time: time.Now(), Type: deploy.UnitWaiting, Unit: unit, What: "building a " + e.Kind})
}
