package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	repocache "github.com/argoproj/argo-cd/v3/reposerver/cache"
	servercache "github.com/argoproj/argo-cd/v3/server/cache"
	cacheutil "github.com/argoproj/argo-cd/v3/util/cache"
	"github.com/spf13/cobra"
)

const (
	webhookName = "argocd-webhook"

	requestTimeout  = 30 * time.Second
	shutdownTimeout = 5 * time.Second
)

// webhookOptions are the flags of argocd-webhook. The caches come as functions
// because upstream's flags can be read only after parsing.
type webhookOptions struct {
	address, kubeconfig, namespace string
	serverCache                    func() (*servercache.Cache, error)
	repoCache                      func() (*repocache.Cache, error)
}

// newWebhook is what is left of argocd-server when only the push webhook is
// wanted: the same handler with the same wiring, without API, login and UI.
func newWebhook() *cobra.Command {
	var opts webhookOptions
	cmd := &cobra.Command{
		Use:          webhookName,
		Short:        "Refreshes Applications when a git server posts a push to /api/webhook",
		Args:         cobra.NoArgs,
		SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
			defer stop()
			return opts.run(ctx)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.address, "address", "127.0.0.1:8090", "loopback host:port to serve on")
	flags.StringVar(&opts.kubeconfig, "kubeconfig", "", "kubeconfig file (default: KUBECONFIG or in-cluster)")
	flags.StringVar(&opts.namespace, "namespace", "argocd", "namespace of Argo CD and its Applications")
	// These add --redis and its relatives; repo-server's cache is the same one
	// unless a --repo-server-redis says otherwise.
	opts.serverCache = servercache.AddCacheFlagsToCmd(cmd)
	opts.repoCache = repocache.AddCacheFlagsToCmd(cmd, cacheutil.Options{FlagPrefix: "repo-server-"})
	return cmd
}

// run serves /api/webhook and /healthz until ctx ends. It listens only once
// every cache is filled, so an accepted connection means a push is acted on.
func (o webhookOptions) run(ctx context.Context) error {
	if err := requireLoopback(o.address); err != nil {
		return err
	}
	handler, err := o.handler(ctx)
	if err != nil {
		return err
	}
	defer handler.Shutdown()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/webhook", handler.Handler)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	return serve(ctx, o.address, mux)
}

func serve(ctx context.Context, address string, handler http.Handler) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("listening for webhooks: %w", err)
	}
	server := &http.Server{Handler: handler, ReadTimeout: requestTimeout, WriteTimeout: requestTimeout}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving webhooks: %w", err)
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return fmt.Errorf("waiting %s for open webhook requests: %w", shutdownTimeout, err)
	}
	return nil
}

// requireLoopback refuses addresses others can reach: without a webhook secret
// the handler trusts every caller.
func requireLoopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("reading --address: %w", err)
	}
	if ip := net.ParseIP(host); host == "localhost" || (ip != nil && ip.IsLoopback()) {
		return nil
	}
	return errors.New("--address must be a loopback address such as 127.0.0.1:8090, not " + address)
}
