package workload

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/diag"
)

// Source is a file to render: one Score document, or several.
type Source struct {
	File  string // as problems show it
	Data  []byte
	Files fs.FS // the folder the file is in, for the files it names; nil for none
}

// workload is one Score document with what was found out about it.
type workload struct {
	Score
	*blueprint.Other
	name   string
	root   *yaml.Node
	files  fs.FS
	first  []string        // containers that others wait for, in their order
	pods   int             // number of pods that the file asks for, -1 where it does not
	params map[string]any  // of resources, nil where they could not be read
	open   map[string]bool // resources whose params are being read
}

// read takes the documents of a source apart.
func read(s Source) ([]*workload, diag.Problems) {
	roots, problem := blueprint.Nodes(s.File, s.Data)
	if problem != nil {
		return nil, diag.Problems{*problem}
	}
	if len(roots) == 0 {
		return nil, diag.Problems{{Severity: diag.Error, Pos: diag.Position{File: s.File}, Message: "holds no workload: the file is empty", Fix: "A Score file begins with apiVersion: score.dev/v1b1."}}
	}
	var out []*workload
	for _, root := range roots {
		w := &workload{Other: blueprint.NewOther(s.File), root: root, files: s.Files, pods: -1, params: map[string]any{}, open: map[string]bool{}}
		mapLists(root)
		w.Read(root, "", &w.Score)
		w.metadata()
		w.containers()
		out = append(out, w)
	}
	return out, nil
}

var (
	namePattern          = regexp.MustCompile(blueprint.NamePattern)
	annotationPattern    = regexp.MustCompile(`^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$`)
	serviceNamePattern   = regexp.MustCompile(`^[a-z]`)
	environmentPattern   = regexp.MustCompile(`^[ -<>-~]+$`)
	resourceClassPattern = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)
	resourceIDPattern    = regexp.MustCompile(`^[a-z0-9]+(-+[a-z0-9]+)*(\.[a-z0-9]+(-+[a-z0-9]+)*)*$`)
)

// ownAnnotations begin with this; they are instructions, not annotations.
const ownAnnotations = "slipway.dev/"

// The instructions there are.
const (
	replicasAnnotation = ownAnnotations + "replicas"
	accountAnnotation  = ownAnnotations + "service-account"
)

// Those of score-k8s mean nothing here, but for one that would change much.
const (
	scoreK8sAnnotations = "k8s.score.dev/"
	scoreK8sKind        = scoreK8sAnnotations + "kind"
)

func (w *workload) metadata() {
	if w.Metadata == nil {
		return
	}
	name, ok := w.Metadata["name"].(string)
	switch {
	case w.Metadata["name"] == nil:
		w.Report("metadata", "has no name", "Give the workload a name: metadata: {name: web}.")
	case !ok || !namePattern.MatchString(name):
		w.Report("metadata.name", fmt.Sprintf("%q is no DNS label", fmt.Sprint(w.Metadata["name"])), "Use at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends.")
	case len(w.Service.Ports) > 0 && !serviceNamePattern.MatchString(name):
		w.Report("metadata.name", fmt.Sprintf("%q begins with a digit, and a service cannot", name), "Begin the name with a letter.")
	default:
		w.name = name
	}
	w.annotations()
}

func (w *workload) annotations() {
	if w.Metadata["annotations"] == nil {
		return
	}
	all, ok := w.Metadata["annotations"].(map[string]any)
	if !ok {
		w.Report("metadata.annotations", "must be a map of strings", "")
		return
	}
	w.instructions()
	known := []string{replicasAnnotation, accountAnnotation}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		path := "metadata.annotations." + key
		value, ok := all[key].(string)
		switch {
		case !ok && key != replicasAnnotation:
			w.Report(path, "must be a string", "Put the value in quotes.")
		case !annotationPattern.MatchString(key):
			w.Report(path, fmt.Sprintf("%q is no name of an annotation", key), "Use letters, digits, dashes, dots and underscores, and at most one / after a host name.")
		case strings.HasPrefix(key, ownAnnotations) && !slices.Contains(known, key):
			w.Report(path, "there is no such annotation of Slipway's", joined(diag.DidYouMean(key, known), listed(known)))
		case key == scoreK8sKind && value != "Deployment":
			w.Report(path, "asks for a "+value+", and a workload is a Deployment here", "Remove it; volumes work without.")
		}
	}
}

// instructions reads those annotations that are some.
func (w *workload) instructions() {
	if text := w.annotation(replicasAnnotation); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > 1000 {
			w.Report("metadata.annotations."+replicasAnnotation, "must be a number of pods, is "+quoted(text), "")
		}
		w.pods = n
	}
	if account := w.annotation(accountAnnotation); account != "" && !namePattern.MatchString(account) {
		w.Report("metadata.annotations."+accountAnnotation, quoted(account)+" is no name of a service account", "")
	}
}

// annotation is one of the workload's annotations, "" for none.
func (w *workload) annotation(key string) string {
	all, _ := w.Metadata["annotations"].(map[string]any)
	if all[key] == nil {
		return ""
	}
	return fmt.Sprint(all[key])
}

// passedOn are the annotations that go to objects.
func (w *workload) passedOn() map[string]any {
	out := map[string]any{}
	all, _ := w.Metadata["annotations"].(map[string]any)
	for key, value := range all {
		if !strings.HasPrefix(key, ownAnnotations) && !strings.HasPrefix(key, scoreK8sAnnotations) {
			out[key] = value
		}
	}
	return out
}

// containers checks what tags cannot say about containers and no placeholder changes.
func (w *workload) containers() {
	for _, name := range slices.Sorted(maps.Keys(w.Containers)) {
		c, path := w.Containers[name], at("containers", name)
		for _, key := range slices.Sorted(maps.Keys(c.Variables)) {
			if !environmentPattern.MatchString(key) {
				w.Report(at(path+".variables", key), fmt.Sprintf("%q is no name of an environment variable", key), "")
			}
		}
		for _, p := range []struct {
			field string
			probe *Probe
		}{{"livenessProbe", c.LivenessProbe}, {"readinessProbe", c.ReadinessProbe}} {
			if p.probe != nil {
				w.probe(p.probe, path+"."+p.field)
			}
		}
		if strings.ContainsFunc(c.Image, unicode.IsSpace) {
			w.Report(path+".image", "must have no white space, is "+quoted(c.Image), "")
		}
		w.compute(c.Resources, path+".resources")
		w.targets(c, path)
	}
	w.first = w.order()
}

// headerPattern is what Kubernetes takes: less than HTTP does, and than Score.
var headerPattern = regexp.MustCompile(`^[-A-Za-z0-9]+$`)

func (w *workload) probe(p *Probe, path string) {
	if p.HTTPGet == nil && p.Exec == nil {
		w.Report(path, "says neither httpGet nor exec", "")
	}
	if p.HTTPGet == nil {
		return
	}
	for i, h := range p.HTTPGet.HTTPHeaders {
		if h.Name != "" && !headerPattern.MatchString(h.Name) {
			w.Report(path+".httpGet.httpHeaders["+strconv.Itoa(i)+"].name", "Kubernetes takes no header "+quoted(h.Name)+" in a probe", "Use letters, digits and dashes.")
		}
	}
}

// targets checks the paths of files and volumes in a container.
func (w *workload) targets(c Container, where string) {
	taken := map[string]bool{}
	for _, target := range sortedKeys(c.Volumes) {
		here := at(where+".volumes", target)
		w.target(target, here)
		w.once(target, here, taken)
		if sub := c.Volumes[target].Path; slices.Contains(strings.Split(sub, "/"), "..") {
			w.Report(here+".path", "must not lead out of the volume with .., is "+quoted(sub), "")
		}
	}
	for _, target := range sortedKeys(c.Files) {
		here := at(where+".files", target)
		w.target(target, here)
		w.once(target, here, taken)
		w.file(c.Files[target], here)
	}
}

// once reports a path at which something else is mounted already.
func (w *workload) once(target, where string, taken map[string]bool) {
	clean := path.Clean(target)
	if taken[clean] {
		w.Report(where, "is where something else is mounted, too", "Give each a path of its own; a file may be inside a volume.")
	}
	taken[clean] = true
}

func (w *workload) target(target, path string) {
	if target == "" {
		w.Report(path, "has no target", "Say where in the container it is: target: /etc/app/settings.yaml.")
	} else if !strings.HasPrefix(target, "/") || strings.Trim(target, "/") == "" || strings.Contains(target, ":") || slices.Contains(strings.Split(target, "/"), "..") {
		w.Report(path, "must be an absolute path in the container, below / and without : and .., is "+quoted(target), "For instance /etc/app/settings.yaml.")
	}
}

var modePattern = regexp.MustCompile(`^(0o?)?[0-7]{3}$`)

func (w *workload) file(f File, path string) {
	var given []string
	for _, g := range []struct {
		name string
		is   bool
	}{{"source", f.Source != ""}, {"content", f.Content != nil}, {"binaryContent", f.BinaryContent != ""}} {
		if g.is {
			given = append(given, g.name)
		}
	}
	switch len(given) {
	case 0:
		w.Report(path, "has no content", "Give it one of content, source and binaryContent.")
	case 1:
	default:
		w.Report(path, "has "+strings.Join(given, " and "), "Keep one of them.")
	}
	if strings.HasSuffix(path, "/]") {
		w.Report(path, "is the path of a folder, and this is a file", "Remove the / at its end.")
	}
	if f.Mode != "" && !modePattern.MatchString(f.Mode) {
		w.Report(path+".mode", "must be a mode in octal such as 0644, is "+quoted(f.Mode), "")
	}
}

// at is the path of an entry of a map.
func at(path, name string) string { return path + "[" + name + "]" }

func quoted(s string) string {
	if len(s) > 70 {
		s = strings.ToValidUTF8(s[:64], "") + "…"
	}
	return fmt.Sprintf("%q", s)
}

func listed(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "Known: " + strings.Join(names, ", ") + "."
}

func joined(sentences ...string) string {
	return strings.Join(slices.DeleteFunc(sentences, func(s string) bool { return s == "" }), " ")
}
