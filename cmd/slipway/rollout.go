//go:build !front

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"slipway.dev/slipway/rollout"
)

// exitTimeout is the exit code of a watch that saw no end, as timeout(1) has it.
const exitTimeout = 124

func rolloutCommand(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "rollout",
		Short: "Watch how new versions take over, and decide about them",
		Long: `Watch how new versions of workloads take over, and decide about them, with the
same words for Flagger, Argo Rollouts and plain Deployments (docs/rollouts.md).`,
		Example: `  slipway rollout status
  slipway rollout watch inf-backend --team troi
  slipway rollout promote inf-backend --full`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	for _, build := range []func(streams) *cobra.Command{
		rolloutStatusCommand, rolloutWatchCommand, rolloutPromoteCommand, rolloutAbortCommand,
		rolloutPauseCommand, rolloutResumeCommand, rolloutUndoCommand, rolloutHistoryCommand,
	} {
		sub := build(s)
		sub.Args = usageArgs(sub.Args)
		c.AddCommand(sub)
	}
	return c
}

// rolloutFlags say where a rollout is.
type rolloutFlags struct {
	platform platformFlag
	context  string
	where    rollout.Where
}

func (f *rolloutFlags) flag(c *cobra.Command) {
	f.platform.clusterFlag(c)
	c.Flags().StringVar(&f.context, "context", "", "context of the kubeconfig, for a cluster that is not on this machine")
	c.Flags().StringVarP(&f.where.Namespace, "namespace", "n", "", "namespace of the workload")
	c.Flags().StringVar(&f.where.Team, "team", "", "team of the workload")
}

// open is the cluster that the flags mean.
func (f *rolloutFlags) open(c *cobra.Command) (*rollout.Cluster, error) {
	cfg, err := f.config(c)
	if err != nil {
		return nil, err
	}
	return rollout.New(cfg)
}

func (f *rolloutFlags) config(c *cobra.Command) (*rest.Config, error) {
	switch {
	case f.where.Namespace != "" && f.where.Team != "":
		return nil, usageError{c, errors.New("-n and --team both say where the workload is: give one")}
	case f.context != "" && (f.platform.name != "" || f.platform.cluster != ""):
		return nil, usageError{c, errors.New("--context is for a cluster that is not of a platform here: leave out --platform and --cluster")}
	}
	if f.context != "" {
		rules, overrides := clientcmd.NewDefaultClientConfigLoadingRules(), &clientcmd.ConfigOverrides{CurrentContext: f.context}
		return clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, overrides).ClientConfig()
	}
	p, err := f.platform.find(c, nil)
	if err != nil {
		return nil, err
	}
	name, err := f.platform.clusterOf(p)
	if err != nil {
		return nil, err
	}
	if err := running(c.Context(), p); err != nil {
		return nil, err
	}
	return p.Client(name)
}

func rolloutStatusCommand(s streams) *cobra.Command {
	var where rolloutFlags
	var out output
	c := &cobra.Command{
		Use:   "status [NAME]",
		Short: "Show rollouts, or one in full",
		Example: `  slipway rollout status
  slipway rollout status inf-backend --team troi -o json`,
		Long: `Show a rollout: its phase, weight and step, both versions with their commits,
and the number that speaks against the new one. Without NAME all of them: those
of Flagger and Argo Rollouts, and the Deployments of teams.

Exit code 1 when a new version was refused: failed or aborted.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			ctx, cancel := bounded(c.Context(), time.Minute)
			defer cancel()
			cluster, err := where.open(c)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				all, err := cluster.List(ctx, where.where)
				if err != nil {
					return err
				}
				return refused(out.show(s.out, all, func(w io.Writer) { rollout.Table(w, all) }), all...)
			}
			st, err := cluster.Status(ctx, where.where, args[0])
			if err != nil {
				return err
			}
			return refused(out.show(s.out, st, st.Show), st)
		},
	}
	where.flag(c)
	out.flag(c)
	return c
}

// refused is the exit code for what is shown, unless showing failed.
func refused(err error, all ...rollout.Status) error {
	if err == nil && slices.ContainsFunc(all, func(st rollout.Status) bool { return st.Phase.Bad() }) {
		return exitError(exitFailed)
	}
	return err
}

func rolloutWatchCommand(s streams) *cobra.Command {
	var where rolloutFlags
	var out output
	var timeout time.Duration
	var commit, file string
	c := &cobra.Command{
		Use:   "watch NAME",
		Short: "Follow a rollout to its end",
		Long: `Follow a rollout until the new version has taken over or was refused, and write
that down: as an Event at the workload and as an annotation of its Application.

Exit codes: 0 it took over, 1 it was refused, 124 it was not over in time.
With -o json every change is a line.`,
		Example: `  slipway rollout watch inf-backend --team troi
  slipway rollout watch inf-backend --commit "$(git rev-parse HEAD)" --commit-status status.json`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			cluster, err := where.open(c)
			if err != nil {
				return err
			}
			ctx, cancel := context.WithTimeout(c.Context(), timeout)
			defer cancel()
			view := newWatchView(s.out, out.format)
			st, err := cluster.Watch(ctx, where.where, args[0], commit, view.show)
			view.close()
			late := errors.Is(err, context.DeadlineExceeded) && c.Context().Err() == nil
			if err != nil && !late {
				return err
			}
			if err := record(c.Context(), cluster, st, commit, file); err != nil {
				return err
			}
			if late {
				fmt.Fprintf(s.err, "slipway: %s is not over after %s; it goes on without being watched\n", args[0], timeout)
				return exitError(exitTimeout)
			}
			return refused(nil, st)
		},
	}
	where.flag(c)
	out.flag(c)
	c.Flags().DurationVar(&timeout, "timeout", 30*time.Minute, "how long to watch")
	c.Flags().StringVar(&commit, "commit", "", "wait for Argo CD to bring this commit first")
	c.Flags().StringVar(&file, "commit-status", "", "write the outcome into this file, as Git hosts take the status of a commit")
	return c
}

// record writes an outcome into the cluster and, where one is asked for, a file.
func record(ctx context.Context, cluster *rollout.Cluster, st rollout.Status, commit, file string) error {
	err := cluster.Record(ctx, st)
	if file == "" || st.Workload == "" {
		return err
	}
	data, e := rollout.CommitStatus(st, commit)
	if e == nil {
		e = os.WriteFile(file, data, 0o644)
	}
	return errors.Join(err, e)
}

// verb is a command that changes a rollout.
func verb(s streams, c *cobra.Command, done string, act func(context.Context, *rollout.Cluster, rollout.Where, string) error) *cobra.Command {
	var where rolloutFlags
	c.Args = cobra.ExactArgs(1)
	c.RunE = func(c *cobra.Command, args []string) error {
		cluster, err := where.open(c)
		if err != nil {
			return err
		}
		if err := act(c.Context(), cluster, where.where, args[0]); err != nil {
			return err
		}
		fmt.Fprintf(s.err, "%s: %s\n", args[0], done)
		return nil
	}
	where.flag(c)
	return c
}

func rolloutPromoteCommand(s streams) *cobra.Command {
	var full bool
	c := verb(s, &cobra.Command{
		Use:   "promote NAME",
		Short: "Go on past a pause, a gate or a step",
		Example: `  slipway rollout promote inf-backend
  slipway rollout promote inf-backend --full`,
		Long: `Go on past what a rollout waits for. --full skips all that is left: with Argo
Rollouts the steps, pauses and analyses, with Flagger the analysis. With Flagger
this waits until it has happened.`,
	}, "promoted", func(ctx context.Context, cluster *rollout.Cluster, where rollout.Where, name string) error {
		return cluster.Promote(ctx, where, name, full)
	})
	c.Flags().BoolVar(&full, "full", false, "skip everything that is left")
	return c
}

func rolloutAbortCommand(s streams) *cobra.Command {
	return verb(s, &cobra.Command{
		Use:     "abort NAME",
		Short:   "Give the new version up; requests go back to the old one",
		Example: `  slipway rollout abort inf-backend`,
	}, "aborted; Git still says the new version: 'git revert' it", func(ctx context.Context, cluster *rollout.Cluster, where rollout.Where, name string) error {
		return cluster.Abort(ctx, where, name)
	})
}

func rolloutPauseCommand(s streams) *cobra.Command {
	return verb(s, &cobra.Command{
		Use:     "pause NAME",
		Short:   "Stop a rollout where it is",
		Example: `  slipway rollout pause inf-backend -n team-troi`,
	}, "paused", func(ctx context.Context, cluster *rollout.Cluster, where rollout.Where, name string) error {
		return cluster.Pause(ctx, where, name)
	})
}

func rolloutResumeCommand(s streams) *cobra.Command {
	return verb(s, &cobra.Command{
		Use:     "resume NAME",
		Short:   "Go on with a rollout that was paused; with Argo Rollouts also one that was aborted",
		Example: `  slipway rollout resume inf-backend -n team-troi`,
	}, "resumed", func(ctx context.Context, cluster *rollout.Cluster, where rollout.Where, name string) error {
		return cluster.Resume(ctx, where, name)
	})
}

func rolloutUndoCommand(s streams) *cobra.Command {
	var to string
	c := verb(s, &cobra.Command{
		Use:     "undo NAME",
		Short:   "Go back to an earlier version",
		Example: `  slipway rollout undo inf-backend --to 3`,
		Long: `Go back to an earlier version. While a new one is on trial this aborts it. A
version that has taken over is in Git: where Argo CD heals, this says which
commit to revert, because anything else would be back within seconds.`,
	}, "going back", func(ctx context.Context, cluster *rollout.Cluster, where rollout.Where, name string) error {
		return cluster.Undo(ctx, where, name, to)
	})
	c.Flags().StringVar(&to, "to", "", "revision to go back to (default: the one before)")
	return c
}

func rolloutHistoryCommand(s streams) *cobra.Command {
	var where rolloutFlags
	var out output
	c := &cobra.Command{
		Use:     "history NAME",
		Short:   "List the versions of a workload and how their rollouts ended",
		Example: `  slipway rollout history inf-backend`,
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			ctx, cancel := bounded(c.Context(), time.Minute)
			defer cancel()
			cluster, err := where.open(c)
			if err != nil {
				return err
			}
			entries, err := cluster.History(ctx, where.where, args[0])
			if err != nil {
				return err
			}
			return out.show(s.out, entries, func(w io.Writer) { rollout.ShowHistory(w, entries) })
		},
	}
	where.flag(c)
	out.flag(c)
	return c
}
