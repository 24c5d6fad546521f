package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	etcdversion "go.etcd.io/etcd/api/v3/version"
	"go.etcd.io/etcd/server/v3/embed"
)

// readyTimeout bounds the replay of a large write-ahead log on a busy machine.
const readyTimeout = time.Minute

// etcdOptions are the flags of the etcd component, named as upstream's where
// upstream has them. It is a single member for one machine: nothing about
// clusters can be set.
type etcdOptions struct {
	dataDir, clientURL, peerURL, healthURL string
	certFile, keyFile, trustedCAFile       string
	unsafeNoFsync, version                 bool
}

func newEtcd() *cobra.Command {
	var opts etcdOptions
	cmd := &cobra.Command{
		Use:          "etcd",
		Short:        "a single etcd member until SIGTERM",
		Args:         cobra.NoArgs,
		SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if opts.version {
				_, err := fmt.Fprintln(cmd.OutOrStdout(), "etcd", etcdversion.Version)
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGTERM, syscall.SIGINT)
			defer stop()
			return opts.run(ctx)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.dataDir, "data-dir", "", "directory of the data, made when missing")
	flags.StringVar(&opts.clientURL, "client-url", "http://127.0.0.1:2379", "address for clients")
	flags.StringVar(&opts.peerURL, "peer-url", "http://127.0.0.1:2380", "address for peers; must be free although there are none")
	flags.StringVar(&opts.healthURL, "health-url", "", "address that answers /health to everybody, and nothing but health and metrics")
	flags.StringVar(&opts.certFile, "cert-file", "", "certificate for clients to see; the client URL is https then")
	flags.StringVar(&opts.keyFile, "key-file", "", "key of the certificate")
	flags.StringVar(&opts.trustedCAFile, "trusted-ca-file", "", "authority that must have signed a client's certificate; without it every client is let in")
	flags.BoolVar(&opts.unsafeNoFsync, "unsafe-no-fsync", false, "start faster; a power cut may lose data")
	// Not cobra's own: Kubernetes registers a global --version of another type.
	flags.BoolVar(&opts.version, "version", false, "print the version and stop")
	return cmd
}

// run serves until ctx ends or etcd fails.
func (o etcdOptions) run(ctx context.Context) error {
	cfg, err := o.config()
	if err != nil {
		return err
	}
	member, err := embed.StartEtcd(cfg)
	if err != nil {
		return fmt.Errorf("starting etcd in %s: %w", o.dataDir, err)
	}
	defer member.Close()
	select {
	case <-member.Server.ReadyNotify():
	case <-ctx.Done():
		return nil
	case err := <-member.Err():
		return fmt.Errorf("starting etcd in %s: %w", o.dataDir, err)
	case <-time.After(readyTimeout):
		return fmt.Errorf("etcd in %s did not become ready within %s", o.dataDir, readyTimeout)
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-member.Err():
		return fmt.Errorf("serving etcd: %w", err)
	case <-member.Server.StopNotify():
		return errors.New("etcd stopped by itself")
	}
}

func (o etcdOptions) config() (*embed.Config, error) {
	if o.dataDir == "" {
		return nil, errors.New("--data-dir is required")
	}
	client, err := url.Parse(o.clientURL)
	if err != nil {
		return nil, fmt.Errorf("reading --client-url: %w", err)
	}
	peer, err := url.Parse(o.peerURL)
	if err != nil {
		return nil, fmt.Errorf("reading --peer-url: %w", err)
	}
	health, err := url.Parse(o.healthURL)
	if err != nil {
		return nil, fmt.Errorf("reading --health-url: %w", err)
	}
	cfg := embed.NewConfig()
	if o.healthURL != "" {
		cfg.ListenMetricsUrls = []url.URL{*health}
	}
	cfg.ClientTLSInfo.CertFile, cfg.ClientTLSInfo.KeyFile = o.certFile, o.keyFile
	cfg.ClientTLSInfo.TrustedCAFile, cfg.ClientTLSInfo.ClientCertAuth = o.trustedCAFile, o.trustedCAFile != ""
	cfg.Dir = o.dataDir
	cfg.ListenClientUrls, cfg.AdvertiseClientUrls = []url.URL{*client}, []url.URL{*client}
	cfg.ListenPeerUrls, cfg.AdvertisePeerUrls = []url.URL{*peer}, []url.URL{*peer}
	cfg.InitialCluster = cfg.InitialClusterFromName(cfg.Name)
	cfg.EnableGRPCGateway = false // nobody asks etcd in JSON
	cfg.UnsafeNoFsync = o.unsafeNoFsync
	// A lone member elects itself: short ticks only shorten the start.
	cfg.TickMs, cfg.ElectionMs = 10, 100
	cfg.LogLevel = "error"
	cfg.LogOutputs = []string{"stderr"}
	// Slow disks of busy machines would fill the log with warnings.
	cfg.WarningUnaryRequestDuration = time.Second
	cfg.AutoCompactionMode, cfg.AutoCompactionRetention = embed.CompactorModePeriodic, "5m"
	cfg.QuotaBackendBytes = 4 << 30
	return cfg, nil
}
