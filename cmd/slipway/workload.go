package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/catalog/strategies"
	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/schema"
	"slipway.dev/slipway/workload"
)

func workloadCommand(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "workload",
		Short: "Render and check workloads that are Score files",
		Long: `Work with Score files (score.dev/v1b1): what developers write about a workload,
the same for every platform. docs/workloads.md has what they become.`,
		Args: usageArgs(nil),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	for _, build := range []func(streams) *cobra.Command{workloadRenderCommand, workloadValidateCommand, workloadExplainCommand, workloadDiscoverCommand} {
		sub := build(s)
		sub.Args = usageArgs(sub.Args)
		c.AddCommand(sub)
	}
	return c
}

// placeFlags say what the place decides where a workload runs.
type placeFlags struct {
	opts    workload.Options
	gateway string
	images  []string
	engine  string
	asked   string // address of Prometheus
	argocd  bool
}

func (p *placeFlags) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVarP(&p.opts.Namespace, "namespace", "n", "", "namespace of the objects; without it they name none")
	f.StringVar(&p.opts.Domain, "domain", "localhost", "domain that the names of dns resources are below")
	f.StringVar(&p.gateway, "gateway", "slipway-gateway/gateway", "Gateway that routes hang on: NAMESPACE/NAME, or NAMESPACE/NAME/LISTENER")
	f.StringArrayVar(&p.images, "image", nil, "image of containers whose image is '.': WORKLOAD=IMAGE, WORKLOAD/CONTAINER=IMAGE, or IMAGE for all (repeatable)")
	f.IntVar(&p.opts.Replicas, "replicas", 1, "pods of workloads that do not say how many")
	f.StringVar(&p.opts.Requests.CPU, "request-cpu", "100m", "CPU that containers request which do not say")
	f.StringVar(&p.opts.Requests.Memory, "request-memory", "128Mi", "memory that containers request which do not say")
	f.StringVar(&p.engine, "engine", string(strategies.None), "what carries rollouts out: flagger, argo-rollouts, or none for Kubernetes alone; docs/rollouts.md has what each can do")
	f.StringVar(&p.asked, "prometheus", "", "address of the Prometheus that engines ask: http://NAME.NAMESPACE:9090")
	f.BoolVar(&p.argocd, "argocd", false, "take the namespace and images from the environment of Argo CD's plugins, and limit what the process uses")
	c.MarkFlagsMutuallyExclusive("argocd", "namespace")
	c.MarkFlagsMutuallyExclusive("argocd", "image")
}

func (p *placeFlags) options(c *cobra.Command) (workload.Options, error) {
	if p.argocd {
		if err := p.fromArgoCD(); err != nil {
			return workload.Options{}, err
		}
	}
	o := p.opts
	engine, err := strategies.ParseEngine(p.engine)
	if err != nil {
		return o, usageError{c, fmt.Errorf("--engine: %w", err)}
	}
	o.Strategy = strategies.Platform{Engine: engine, Prometheus: p.asked}.Strategy()
	parts := strings.Split(p.gateway, "/")
	if len(parts) < 2 || len(parts) > 3 || parts[0] == "" || parts[1] == "" {
		return o, usageError{c, fmt.Errorf("--gateway %s: write NAMESPACE/NAME", p.gateway)}
	}
	o.Gateway = workload.Gateway{Namespace: parts[0], Name: parts[1]}
	if len(parts) == 3 {
		o.Gateway.Listener = parts[2]
	}
	if o.Replicas < 1 {
		return o, usageError{c, fmt.Errorf("--replicas %d: a workload has one pod or more", o.Replicas)}
	}
	for _, r := range []struct{ flag, value string }{{"request-cpu", o.Requests.CPU}, {"request-memory", o.Requests.Memory}} {
		if err := workload.CheckAmount(r.value); err != nil {
			return o, usageError{c, fmt.Errorf("--%s: %w", r.flag, err)}
		}
	}
	o.Images = map[string]string{}
	for _, image := range p.images {
		name, ref, ok := strings.Cut(image, "=")
		if !ok {
			name, ref = "", image
		}
		if ref == "" {
			return o, usageError{c, fmt.Errorf("--image %s: names no image", image)}
		}
		o.Images[name] = ref
	}
	return o, nil
}

func workloadRenderCommand(s streams) *cobra.Command {
	var place placeFlags
	c := &cobra.Command{
		Use:   "render [FOLDER | FILE]",
		Short: "Turn Score files into Kubernetes objects, on standard output",
		Long: `Turn Score files into Kubernetes objects, as one YAML stream on standard output.
In a folder, those are rendered that say apiVersion: score.dev/v1b1; files of
plain Kubernetes objects follow as they are, unless Kustomize or Helm renders the
folder. The same files and flags give the same bytes. Every problem is reported
in one pass, and then nothing is written.`,
		Example: `  slipway workload render
  slipway workload render deploy/ -n team-troi --domain apps.example.com | kubectl apply -f -
  slipway workload render score.yaml --image web=registry.example.com/web:v7
  slipway workload render -n team-troi --engine flagger --prometheus http://prometheus.monitoring:9090`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if place.argocd {
				if err := limit(pluginSeconds, pluginMemory); err != nil {
					return err
				}
			}
			opts, err := place.options(c)
			if err != nil {
				return err
			}
			return withFolder(args, func(f *workload.Folder) error {
				stream, err := f.Render(opts)
				if err != nil {
					return err
				}
				if place.argocd {
					if err := boundOutput(stream); err != nil {
						return err
					}
				}
				if _, err := s.out.Write(stream); err != nil {
					return fmt.Errorf("writing the objects: %w", err)
				}
				return nil
			})
		},
	}
	place.flags(c)
	return c
}

func workloadValidateCommand(s streams) *cobra.Command {
	var out output
	c := &cobra.Command{
		Use:   "validate [FOLDER | FILE]",
		Short: "Check Score files and report every problem at once",
		Long: `Check Score files: every problem is reported in one pass, with its place, its
cause and how to mend it. Images that a pipeline names, and controllers that make
rollouts, are taken for granted.`,
		Example: "  slipway workload validate score.yaml",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			var result *workload.Result
			err := withFolder(args, func(f *workload.Folder) error {
				var err error
				result, err = workload.Render(f.Score, workload.Options{
					Domain: "localhost", Images: map[string]string{"": "."},
					Strategy: func(r *workload.Rollout) ([]manifest.Object, error) { return r.Objects, nil },
				})
				return err
			})
			if out.format == "json" {
				return showProblems(s, out, nil, err)
			}
			if err != nil {
				return err
			}
			n := 0
			for _, o := range result.Objects {
				if o.Kind() == "Deployment" {
					n++
				}
			}
			fmt.Fprintf(s.out, "valid: %s, %s\n", plural(n, "workload"), plural(len(result.Objects), "object"))
			return nil
		},
	}
	out.flag(c)
	return c
}

// withFolder opens the folder or the file that a command was given. Files never
// name any outside the folder, not through links either.
func withFolder(args []string, do func(*workload.Folder) error) error {
	name := "."
	if len(args) > 0 {
		name = args[0]
	}
	info, err := os.Stat(name)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no %s\n    Name a Score file, or a folder with some", name)
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	dir := name
	if !info.IsDir() {
		dir = filepath.Dir(name)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("opening the folder %s: %w", dir, err)
	}
	defer root.Close()
	if !info.IsDir() {
		f, err := workload.OpenFile(root.FS(), filepath.Base(name), filepath.ToSlash(name))
		if err != nil {
			return err
		}
		return do(f)
	}
	f, err := workload.Open(root.FS(), filepath.ToSlash(name))
	if err != nil {
		return err
	}
	if len(f.Score)+len(f.Plain) == 0 {
		return diag.Problem{Severity: diag.Error, Pos: diag.Position{File: name}, Message: "holds no Score file and no Kubernetes objects", Fix: "A Score file begins with apiVersion: score.dev/v1b1."}
	}
	return do(f)
}

// explainedResource is a type of resource as data.
type explainedResource struct {
	Name    string         `json:"name"`
	Doc     string         `json:"doc"`
	Claim   bool           `json:"claim,omitempty"`
	Params  []schema.Field `json:"params,omitempty"`
	Outputs []fieldDoc     `json:"outputs,omitempty"`
	Classes []fieldDoc     `json:"classes,omitempty"`
}

type fieldDoc struct {
	Name string `json:"name"`
	Doc  string `json:"doc"`
	From string `json:"from,omitempty"`
}

func workloadExplainCommand(s streams) *cobra.Command {
	var out output
	c := &cobra.Command{
		Use:   "explain [TYPE | CLASS]",
		Short: "Explain a type of resource, or a class of rollouts",
		Long: `Explain a type of resource that a Score file may ask for: its params and what
placeholders get of it. A class of rollouts, like canary, is explained with its
params. Without a name the types are listed.`,
		Example: `  slipway workload explain
  slipway workload explain postgres
  slipway workload explain canary`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listResources(s, out)
			}
			e, ok := describeResource(args[0])
			if !ok {
				return fmt.Errorf("%s is no type of resource and no class of rollouts\n    %s", args[0],
					strings.TrimSpace(diag.DidYouMean(args[0], resourceWords())+" 'slipway workload explain' lists the types."))
			}
			return out.show(s.out, e, func(w io.Writer) { showResource(w, e) })
		},
	}
	out.flag(c)
	return c
}

func resourceWords() []string {
	var words []string
	for _, t := range workload.Types() {
		words = append(words, t.Name)
	}
	for _, c := range workload.RolloutClasses() {
		words = append(words, c.Name)
	}
	return words
}

func describeResource(name string) (explainedResource, bool) {
	for _, c := range workload.RolloutClasses() {
		if c.Name == name {
			return explainedResource{Name: "rollout, class " + c.Name, Doc: c.Doc, Params: schema.Of(c.Params)}, true
		}
	}
	t, ok := workload.FindType(name)
	if !ok {
		return explainedResource{}, false
	}
	e := explainedResource{Name: t.Name, Doc: t.Doc, Claim: t.Claim}
	if t.Params != nil {
		e.Params = schema.Of(t.Params)
	}
	for _, o := range t.Outputs {
		e.Outputs = append(e.Outputs, fieldDoc{o.Name, o.Doc, string(o.From)})
	}
	if t.Name == "rollout" {
		for _, c := range workload.RolloutClasses() {
			e.Classes = append(e.Classes, fieldDoc{Name: c.Name, Doc: c.Doc})
		}
	}
	return e, true
}

func listResources(s streams, out output) error {
	var all []explainedResource
	for _, t := range workload.Types() {
		e, _ := describeResource(t.Name)
		all = append(all, e)
	}
	return out.show(s.out, all, func(w io.Writer) {
		table(w, func(row func(...string)) {
			row("TYPE", "WHAT IT IS")
			for _, e := range all {
				row(e.Name, e.Doc)
			}
		})
	})
}

func showResource(w io.Writer, e explainedResource) {
	fmt.Fprintf(w, "%s: %s\n", e.Name, e.Doc)
	if e.Claim {
		fmt.Fprintln(w, "Something else makes it, and leaves its facts in a ConfigMap and a Secret named by\nthe resource's id, or WORKLOAD-RESOURCE. It reads the params.")
	}
	if len(e.Outputs) > 0 {
		fmt.Fprintln(w)
		table(w, func(row func(...string)) {
			row("OUTPUT", "FROM", "")
			for _, o := range e.Outputs {
				row(o.Name, o.From, o.Doc)
			}
		})
	}
	if len(e.Classes) > 0 {
		fmt.Fprintln(w)
		table(w, func(row func(...string)) {
			row("CLASS", "")
			for _, o := range e.Classes {
				row(o.Name, o.Doc)
			}
		})
	}
	showFields(w, e.Params)
}
