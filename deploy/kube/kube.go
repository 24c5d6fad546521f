// Package kube deploys manifests to a Kubernetes cluster by server-side apply,
// with an inventory a unit in the cluster so that things which are no longer
// asked for are found and deleted. It writes nothing when nothing differs. It
// must not know add-ons, teams or where the cluster came from, and it never
// deletes an object that another unit, or somebody else, has taken over, nor one
// that was there before the platform.
package kube

import (
	"cmp"
	"fmt"
	"net/url"
	"time"

	"k8s.io/client-go/rest"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// Names that the deployer leaves on objects.
const (
	FieldManager     = "slipway"
	SystemNamespace  = "slipway-system"     // where inventories are kept
	UnitAnnotation   = "slipway.dev/unit"   // the unit that applied the object
	OriginAnnotation = "slipway.dev/origin" // the blueprint path that asked for it
	PruneAnnotation  = "slipway.dev/prune"  // "disabled": never delete the object
	// PlatformAnnotation is the platform whose unit applied the object. Another
	// platform is refused it.
	PlatformAnnotation = "slipway.dev/platform"
	// AdoptedAnnotation "true" is on objects that were there before the platform
	// took them over. They are updated and never deleted.
	AdoptedAnnotation = "slipway.dev/adopted"
	ManagedByLabel    = "app.kubernetes.io/managed-by"
	managedBy         = "slipway"
)

// Options adjust a Deployer. Owner must be set.
type Options struct {
	// Owner is the platform's name. Inventories and objects of other owners are
	// left alone.
	Owner string
	// Where is the cluster as units name it, "cluster:dev"; orphans are reported
	// with it, and a cluster that holds only units of other ones is refused.
	Where string
	// Workers bounds the requests in flight, over all units. 0 means 16.
	Workers int
	// Texts has Diff render unified diffs, and ask the server about every
	// update instead of only about drift. For people, not for runs.
	Texts bool
	// Patience is how long a server that does not answer at all is tried, 0
	// means 30 s. Gates try until their own timeout.
	Patience time.Duration
	// Assembly lets the deployer see that an object has moved to another unit
	// and must not be pruned. nil: every object that leaves a unit is pruned.
	Assembly *assembly.Assembly
}

// Deployer applies kubernetes units to one cluster. It is safe for concurrent
// use: units share its requests in flight and what it knows of the API.
type Deployer struct {
	opts   Options
	client *client
	mapper *mapper
	claims *claims
	reads  *reads
	tenant *tenancy
	rivals *rivals
	config *rest.Config
}

var _ deploy.Deployer = (*Deployer)(nil)

// New is a deployer for the cluster of the config. It makes no request.
func New(cfg *rest.Config, opts Options) (*Deployer, error) {
	if opts.Owner == "" {
		return nil, fmt.Errorf("a deployer needs the name of the platform")
	}
	cfg = rest.CopyConfig(cfg)
	cfg.DisableCompression = local(cfg.Host)
	web, err := rest.HTTPClientFor(cfg)
	if err != nil {
		return nil, fmt.Errorf("reading the client configuration: %w", err)
	}
	base, _, err := rest.DefaultServerUrlFor(cfg)
	if err != nil {
		return nil, fmt.Errorf("reading the server's address: %w", err)
	}
	c := &client{
		web: web, base: base, patience: cmp.Or(opts.Patience, 30*time.Second),
		slots: make(chan struct{}, cmp.Or(opts.Workers, 16)),
	}
	return &Deployer{
		opts: opts, client: c, mapper: newMapper(c), config: cfg,
		claims: &claims{assembly: opts.Assembly, where: opts.Where}, reads: &reads{}, tenant: &tenancy{}, rivals: &rivals{},
	}, nil
}

// local reports whether the server is on this machine, where compressing costs
// more than it saves.
func local(host string) bool {
	u, err := url.Parse(host)
	if err != nil {
		return false
	}
	name := u.Hostname()
	return name == "localhost" || name == "127.0.0.1" || name == "::1"
}
