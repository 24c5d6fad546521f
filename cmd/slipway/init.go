//go:build !front

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
)

// starter is what 'slipway init' writes: small enough to read, complete enough to run.
var starter = map[string]string{
	"platform.yaml": `apiVersion: slipway.dev/v1alpha1
kind: Platform
name: NAME

blueprints:                    # what a cluster is made of
  standard:
    nodeGroups:
      - {name: general, min: 1, max: 3}
    addOns:                    # 'slipway explain' lists them
      - argocd
    teams: [web]

clusters:                      # where it is stamped out
  - {name: dev, blueprint: standard}

teams:                         # a namespace each, isolated by default
  - name: web
    quota: {cpu: 4, memory: 4Gi, pods: 20}
    workloads:                 # the repository the team ships from
      - {name: hello, repo: https://git.example.com/web/hello, path: deploy}

local:
  git:                         # here, a folder stands in for the remote repository
    https://git.example.com/web/hello: repos/hello
`,
	"repos/hello/deploy/config.yaml": `apiVersion: v1
kind: ConfigMap
metadata:
  name: hello
data:
  greeting: hello from NAME
`,
	"repos/hello/deploy/deployment.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: hello
spec:
  replicas: 1
  selector:
    matchLabels: {app: hello}
  template:
    metadata:
      labels: {app: hello}
    spec:
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        seccompProfile: {type: RuntimeDefault}
      containers:
        - name: hello
          image: registry.example.com/hello:1.0.0
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: {drop: [ALL]}
`,
}

var label = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)

func initCommand(s streams) *cobra.Command {
	var name string
	var golang bool
	c := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Write a small blueprint to start from",
		Long: `Write a small blueprint with one team and its repository into a folder (this
one, if none is named). Files that are there already are left alone, and
nothing is written when one of them would have to be.`,
		Example: "  slipway init shop && cd shop && slipway up",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			if name == "" {
				name = platformName(dir)
			}
			if !label.MatchString(name) {
				return fmt.Errorf("%q cannot name a platform: lower case letters, digits and dashes, at most 63\n    Name it with --name", name)
			}
			files := starter
			if golang {
				var err error
				if files, err = goStarter(); err != nil {
					return err
				}
			}
			return writeStarter(s, dir, name, files)
		},
	}
	c.Flags().StringVar(&name, "name", "", "name of the platform (default: the folder's)")
	c.Flags().BoolVar(&golang, "go", false, "write the blueprint as a Go program")
	return c
}

func platformName(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	return strings.ToLower(filepath.Base(abs))
}

func writeStarter(s streams, dir, name string, files map[string]string) error {
	for file := range files {
		if exists(filepath.Join(dir, file)) {
			return fmt.Errorf("%s exists already; nothing was written", filepath.Join(dir, file))
		}
	}
	for file, content := range files {
		path := filepath.Join(dir, file)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755),
			os.WriteFile(path, []byte(strings.ReplaceAll(content, "NAME", name)), 0o644)); err != nil {
			return fmt.Errorf("writing the blueprint: %w", err)
		}
	}
	fmt.Fprintf(s.err, "Wrote %s. Next: slipway up %s\n", plural(len(files), "file"), filepath.Join(dir, firstFile(files)))
	return nil
}

func firstFile(files map[string]string) string {
	if _, ok := files[defaultFile]; ok {
		return defaultFile
	}
	return ""
}
