//go:build !front

package main

import (
	"io"
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/inspect"
)

func eventsCommand(s streams) *cobra.Command {
	var where platformFlag
	var out output
	var namespace string
	var watch bool
	c := &cobra.Command{
		Use:   "events",
		Short: "List what happened in a cluster",
		Example: `  slipway events -n team-troi
  slipway events --watch`,
		RunE: func(c *cobra.Command, _ []string) error {
			p, err := where.find(c, nil)
			if err != nil {
				return err
			}
			reader, _, err := where.reader(c.Context(), p)
			if err != nil {
				return err
			}
			if watch {
				return reader.WatchEvents(c.Context(), namespace, func(e inspect.Event) { showEvents(s.out, []inspect.Event{e}) })
			}
			ctx, cancel := bounded(c.Context(), time.Minute)
			defer cancel()
			events, err := reader.Events(ctx, namespace)
			if err != nil {
				return err
			}
			return out.show(s.out, events, func(w io.Writer) { showEvents(w, events) })
		},
	}
	where.clusterFlag(c)
	out.flag(c)
	c.Flags().StringVarP(&namespace, "namespace", "n", "", "only events of this namespace")
	c.Flags().BoolVarP(&watch, "watch", "w", false, "go on printing events as they happen")
	return c
}

func showEvents(w io.Writer, events []inspect.Event) {
	table(w, func(row func(...string)) {
		for _, e := range events {
			row(e.Time.Local().Format("15:04:05"), e.Type, e.Reason, e.Object, cut(e.Message, 120))
		}
	})
}
