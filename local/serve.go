package local

import (
	"context"
	"crypto"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"

	"slipway.dev/slipway/local/daemon"
	"slipway.dev/slipway/local/git"
	"slipway.dev/slipway/local/pki"
	"slipway.dev/slipway/local/registry"
	"slipway.dev/slipway/local/state"
)

// Serve is the daemon of the platform whose state is in dir: it keeps the
// processes alive and serves local repositories and images until ctx ends or a client stops it.
func Serve(ctx context.Context, dir, build string, log *slog.Logger) error {
	at, err := state.At(dir)
	if err != nil {
		return fmt.Errorf("opening the platform's state: %w", err)
	}
	authority, err := gitAuthority(at)
	if err != nil {
		return err
	}
	repos, err := git.New(ctx, git.Config{StateDir: at.Repos(), Authority: authority, Log: log})
	if err != nil {
		return fmt.Errorf("starting the Git service: %w", err)
	}
	images, err := registry.NewService(at, log)
	if err != nil {
		return errors.Join(fmt.Errorf("starting the registry: %w", err), repos.Close())
	}
	err = daemon.Run(ctx, daemon.Options{Dir: at, Version: build, Services: []daemon.Service{repos, images}, Log: log})
	return errors.Join(err, repos.Close())
}

// gitAuthority signs for the hosts that local repositories stand in for. It is
// trusted by the platform's own processes and by nothing else.
func gitAuthority(at state.Dir) (git.Authority, error) {
	ca, err := pki.EnsureCA(at.Join("git-ca"), "ca")
	if err != nil {
		return git.Authority{}, fmt.Errorf("making the Git authority: %w", err)
	}
	pair, err := tls.LoadX509KeyPair(ca.Cert, ca.Key)
	if err != nil {
		return git.Authority{}, fmt.Errorf("reading the Git authority: %w", err)
	}
	key, ok := pair.PrivateKey.(crypto.Signer)
	if !ok {
		return git.Authority{}, errors.New("reading the Git authority: its key cannot sign")
	}
	return git.Authority{Certificate: pair.Leaf, Key: key}, nil
}
