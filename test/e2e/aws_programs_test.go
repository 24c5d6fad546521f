package e2e

import (
	"context"

	running "slipway.dev/slipway/deploy/process"
	"slipway.dev/slipway/local"
	"slipway.dev/slipway/local/daemon"
	repos "slipway.dev/slipway/local/git"
	"slipway.dev/slipway/local/programs"
	"slipway.dev/slipway/local/supervisor"
)

// serveGit serves the folders of the example in the place of its repositories.
func (w *awsWorld) serveGit(d *daemon.Client) map[string]string {
	w.Helper()
	for url, dir := range map[string]string{"platform/apps": "platform-apps", "troi/backend": "troi", "riker/authorization": "riker", "burnham/inventory": "burnham"} {
		if _, err := local.Git(d).Serve(w.Context(), repos.Mapping{URL: "https://git.example.com/" + url, Dir: w.home.dir + "/enterprise/repos/" + dir}); err != nil {
			w.Fatal(err)
		}
	}
	env, err := local.Git(d).Environment(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	return env.Variables
}

// runner runs units of processes beside the cluster's control plane.
func (w *awsWorld) runner(d *daemon.Client, served map[string]string) *running.Deployer {
	w.Helper()
	places, err := programs.Locate()
	if err != nil {
		w.Fatal(err)
	}
	return &running.Deployer{
		Platform: w.standin.Name, State: w.standin.State, Daemon: kept{d}, Git: served,
		Programs: func(ctx context.Context, names []string) (map[string]string, error) {
			found, err := places.Ensure(ctx, names, nil)
			dirs := map[string]string{}
			for name, program := range found {
				dirs[name] = program.Dir
			}
			return dirs, err
		},
	}
}

// kept is the daemon as units of processes need it.
type kept struct{ *daemon.Client }

func (k kept) Processes(ctx context.Context) ([]supervisor.Status, error) {
	status, err := k.Status(ctx)
	return status.Processes, err
}

func (k kept) TellOfPushes(ctx context.Context, url string) error {
	return local.Git(k.Client).AddWebhook(ctx, repos.Webhook{URL: url})
}

func (k kept) ForgetPushes(ctx context.Context, url string) error {
	return local.Git(k.Client).RemoveWebhook(ctx, url)
}
