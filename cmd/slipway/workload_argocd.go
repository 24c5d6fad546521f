package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/workload"
)

// Argo CD renders Score files by running 'slipway workload render --argocd' in
// an Application's folder, as the command of a config management plugin. What
// the folder holds is a team's, so the process takes only so much.
const (
	pluginSeconds = 30       // of CPU; waiting is ended by Argo CD's own deadline
	pluginMemory  = 1 << 30  // bytes
	pluginOutput  = 32 << 20 // bytes; Argo CD keeps what it reads in memory, twice
)

// parameter is one of an Application's spec.source.plugin.parameters, which Argo
// CD hands over as JSON.
type parameter struct {
	Name   string            `json:"name"`
	String *string           `json:"string,omitempty"`
	Map    map[string]string `json:"map,omitempty"`
	Array  []string          `json:"array,omitempty"`
}

// fromArgoCD are the flags that an Application stands for: -n its destination's
// namespace, --image what its parameter image lists.
func (p *placeFlags) fromArgoCD() error {
	p.opts.Namespace = os.Getenv("ARGOCD_APP_NAMESPACE")
	text := os.Getenv("ARGOCD_APP_PARAMETERS")
	if text == "" {
		return nil
	}
	var all []parameter
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		return fmt.Errorf("reading the Application's parameters: %w", err)
	}
	for _, one := range all {
		if one.Name != "image" {
			return fmt.Errorf("the Application's parameter %s is not known\n    There is image: a list of WORKLOAD=IMAGE", one.Name)
		}
		if one.Map != nil {
			return errors.New("the Application's parameter image is a map\n    Write array: [WORKLOAD=IMAGE]")
		}
		if one.String != nil {
			p.images = append(p.images, *one.String)
		}
		p.images = slices.Concat(p.images, one.Array)
	}
	return nil
}

// boundOutput refuses a stream that Argo CD should not hold.
func boundOutput(stream []byte) error {
	if len(stream) > pluginOutput {
		return fmt.Errorf("the folder becomes %d bytes, and Argo CD gets no more than %d\n    Spread its workloads over several folders", len(stream), pluginOutput)
	}
	return nil
}

// workloadDiscoverCommand is how the plugin tells Argo CD which folders are its own.
func workloadDiscoverCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use:    "discover",
		Short:  "Print a line where 'render' renders this folder, for Argo CD",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := limit(pluginSeconds, pluginMemory); err != nil {
				return err
			}
			root, err := os.OpenRoot(".")
			if err != nil {
				return fmt.Errorf("opening the folder: %w", err)
			}
			defer root.Close()
			ours, err := workload.HoldsScore(root.FS())
			if err != nil || !ours {
				return err
			}
			_, err = fmt.Fprintln(s.out, "score")
			return err
		},
	}
}
