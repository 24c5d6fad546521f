package images

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
)

// dockerfile has buildah do what a Dockerfile says, with the tag as the build
// argument VERSION. Base images come from where the Dockerfile says: without
// the internet they must be in buildah's own storage.
func (b *Builder) dockerfile(dir, name, tag string, env map[string]string) recipe {
	return recipe{
		kind:   "Dockerfile",
		folder: func(context.Context) (string, error) { return sumFolder(dir) },
		build: func(ctx context.Context, temp string) (v1.Image, error) {
			return b.buildah(ctx, program{dir: dir, name: name, version: tag, env: env}, temp)
		},
	}
}

func (b *Builder) buildah(ctx context.Context, p program, temp string) (v1.Image, error) {
	buildah, err := exec.LookPath("buildah")
	if err != nil {
		return nil, fmt.Errorf("its %s needs buildah: %w\n    Install it, for example: apt-get install buildah. A Go program or static files need no Dockerfile: remove it and they are built without one", p.name, err)
	}
	id := filepath.Join(temp, "id")
	// Times of now would make every build another image. Chroot needs no runtime
	// and no rights that a user does not have.
	if _, err := run(ctx, p.dir, nil, buildah, "build", "--isolation=chroot", "--timestamp=0", "--layers=false", "--format=oci",
		"--arch="+b.arch(), "--build-arg=VERSION="+p.version, "--iidfile="+id, "--file="+p.name, "."); err != nil {
		return nil, err
	}
	built, err := os.ReadFile(id)
	if err != nil {
		return nil, fmt.Errorf("reading what buildah built: %w", err)
	}
	defer func() { // with a context of its own: an interrupted build leaves nothing either
		_, _ = run(context.WithoutCancel(ctx), p.dir, nil, buildah, "rmi", "--force", string(built))
	}()
	out := filepath.Join(temp, "image")
	if _, err := run(ctx, p.dir, nil, buildah, "push", string(built), "oci:"+out+":built"); err != nil {
		return nil, err
	}
	return withEnvironment(out, p.env)
}

// withEnvironment reads an image from a folder and adds to its environment.
func withEnvironment(dir string, env map[string]string) (v1.Image, error) {
	index, err := layout.ImageIndexFromPath(dir)
	if err != nil {
		return nil, fmt.Errorf("reading what buildah built: %w", err)
	}
	manifest, err := index.IndexManifest()
	if err != nil || len(manifest.Manifests) != 1 {
		return nil, fmt.Errorf("reading what buildah built: it is not one image: %w", err)
	}
	image, err := index.Image(manifest.Manifests[0].Digest)
	if err != nil {
		return nil, fmt.Errorf("reading what buildah built: %w", err)
	}
	config, err := image.ConfigFile()
	if err != nil {
		return nil, fmt.Errorf("reading what buildah built: %w", err)
	}
	config = config.DeepCopy()
	config.Config.Env = append(config.Config.Env, environment(env)...)
	return mutate.Config(image, config.Config)
}
