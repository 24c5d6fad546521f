package workload

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"slipway.dev/slipway/diag"
)

var (
	keyPattern = regexp.MustCompile(`^([-_a-zA-Z0-9]|\.[-_a-zA-Z0-9])[-._a-zA-Z0-9]{0,250}$`)
	// pathPattern is what the Gateway API takes for a path.
	pathPattern   = regexp.MustCompile(`^/([-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})*$`)
	noPathPattern = regexp.MustCompile(`//|/\.\.?(/|$)|%2[fF]`)
	objectPattern = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)
	hostPattern   = regexp.MustCompile(`^(\*\.)?[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$`)
)

// resources checks every resource and reads what it is given.
func (r *renderer) resources(w *workload) {
	for _, name := range slices.Sorted(maps.Keys(w.Resources)) {
		res, path := w.Resources[name], at("resources", name)
		if res.Type == "" {
			continue // said already
		}
		if _, ok := FindType(res.Type); !ok {
			var known []string
			for _, t := range Types() {
				known = append(known, t.Name)
			}
			w.Report(path+".type", "there is no type of resource "+quoted(res.Type), joined(diag.DidYouMean(res.Type, known), listed(known)))
			continue
		}
		if res.Class != "" && !resourceClassPattern.MatchString(res.Class) {
			w.Report(path+".class", "must be letters, digits and dashes, is "+quoted(res.Class), "")
		}
		if res.ID != "" && (len(res.ID) > 63 || !resourceIDPattern.MatchString(res.ID)) {
			w.Report(path+".id", "must be lower-case letters, digits, dashes and dots, is "+quoted(res.ID), "")
		}
		r.param(w, name)
	}
	r.single(w, "rollout")
	r.single(w, "horizontal-pod-autoscaler")
}

// single reports a second resource of a type that a workload has one of.
func (r *renderer) single(w *workload, kind string) {
	first := ""
	for _, name := range slices.Sorted(maps.Keys(w.Resources)) {
		switch {
		case w.Resources[name].Type != kind:
		case first == "":
			first = name
		default:
			w.Report(at("resources", name)+".type", "is the second "+kind+", beside "+first, "A workload has one.")
		}
	}
}

// named is the resource of a type that a workload has one of, "" for none.
func (w *workload) named(kind string) string {
	for _, name := range slices.Sorted(maps.Keys(w.Resources)) {
		if w.Resources[name].Type == kind {
			return name
		}
	}
	return ""
}

// objectName is the name of the object that a resource is, or has its facts in.
func (r *renderer) objectName(w *workload, name string, res Resource) string {
	if p, ok := r.param(w, name).(*NameParams); ok && p.Name != "" {
		return p.Name
	}
	if res.ID != "" {
		return res.ID
	}
	return w.name + "-" + name
}

// param is what a resource is given, with placeholders filled in and defaults in
// place: a pointer to the struct of its type, a map for claims, nil where it
// could not be read.
func (r *renderer) param(w *workload, name string) any {
	if p, done := w.params[name]; done {
		return p
	}
	if w.open[name] {
		return nil
	}
	w.open[name] = true
	p := r.readParam(w, name)
	delete(w.open, name)
	w.params[name] = p
	return p
}

func (r *renderer) readParam(w *workload, name string) any {
	res, path := w.Resources[name], at("resources", name)+".params"
	t, ok := FindType(res.Type)
	if !ok || w.Broken(path) {
		return nil
	}
	into := t.Params
	if t.Name == "rollout" {
		if into = r.classOf(w, name, res); into == nil {
			return nil
		}
	}
	node, before := &yaml.Node{Kind: yaml.MappingNode}, len(w.Problems())
	if all := child(w.root, "resources"); all != nil {
		if given := child(all, name); given != nil && child(given, "params") != nil {
			node = r.filled(w, child(given, "params"), path)
		}
	}
	if len(w.Problems()) > before {
		return nil // what is wrong has been said
	}
	if node.Kind != yaml.MappingNode { // nothing was given
		node = &yaml.Node{Kind: yaml.MappingNode}
	}
	if into == nil {
		claim := map[string]any{}
		w.Read(node, path, &claim)
		return claim
	}
	if node.Line == 0 {
		node.Line, node.Column = w.At(path).Line, w.At(path).Column
	}
	w.Read(node, path, into)
	r.checkParam(w, name, into, path)
	return into
}

// classOf are the empty settings of a rollout's class.
func (r *renderer) classOf(w *workload, name string, res Resource) any {
	class := res.Class
	if class == "" || class == "default" {
		class = RollingClass
	}
	var known []string
	for _, c := range RolloutClasses() {
		if c.Name == class {
			return c.Params
		}
		known = append(known, c.Name)
	}
	w.Report(at("resources", name)+".class", "there is no class of rollouts "+quoted(class), joined(diag.DidYouMean(class, known), listed(known)))
	return nil
}

// filled is a copy of a node with its placeholders filled in. A placeholder that
// is all of a text may become a number.
func (r *renderer) filled(w *workload, n *yaml.Node, path string) *yaml.Node {
	n = aliased(n)
	c := *n
	c.Content, c.Anchor = nil, ""
	switch n.Kind {
	case yaml.ScalarNode:
		if n.ShortTag() == "!!str" && strings.Contains(n.Value, "$") {
			c.Value = r.text(w, n.Value, path)
			if strings.HasPrefix(n.Value, "${") && strings.IndexByte(n.Value, '}') == len(n.Value)-1 {
				c.Tag, c.Style = tagOf(c.Value), 0
			}
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			c.Content = append(c.Content, key, r.filled(w, n.Content[i+1], path+"."+aliased(key).Value))
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			c.Content = append(c.Content, r.filled(w, item, path+"["+strconv.Itoa(i)+"]"))
		}
	}
	return &c
}

// tagOf is what YAML makes of a text that nothing marks as one.
func tagOf(s string) string {
	if _, err := strconv.Atoi(s); err == nil {
		return "!!int"
	}
	if s == "true" || s == "false" {
		return "!!bool"
	}
	return "!!str"
}

// checkParam reports what tags cannot say about what a resource is given.
func (r *renderer) checkParam(w *workload, name string, params any, path string) {
	report := func(field, message, fix string) { w.Report(path+"."+field, message, fix) }
	switch p := params.(type) {
	case *DNSParams:
		if p.Host != "" {
			checkHost(p.Host, report)
		}
	case *RouteParams:
		if p.Host != "" {
			checkHost(p.Host, report)
		}
		if len(p.Path) > 1024 || !pathPattern.MatchString(p.Path) || noPathPattern.MatchString(p.Path) {
			report("path", "must be the path of a URL that begins with /, is "+quoted(p.Path), "")
		}
		r.routePort(w, name, p, report)
	case *AutoscalerParams:
		if p.MaxReplicas < p.MinReplicas {
			report("maxReplicas", fmt.Sprintf("is %d, less than minReplicas, which is %d", p.MaxReplicas, p.MinReplicas), "")
		}
	case *NameParams:
		if p.Name != "" && (len(p.Name) > 253 || !objectPattern.MatchString(p.Name)) {
			report("name", quoted(p.Name)+" is no name of an object", "")
		}
	case *VolumeParams:
		if class := w.Resources[name].Class; class != "" && !objectPattern.MatchString(class) {
			w.Report(at("resources", name)+".class", quoted(class)+" is no name of a storage class", "")
		}
	default:
		checkRollout(params, report)
	}
}

func checkHost(host string, report func(field, message, fix string)) {
	if len(host) > 253 || !hostPattern.MatchString(host) {
		report("host", "must be a host name in lower case, without a port, is "+quoted(host), "")
	}
}

// rendered is the value of an output that is known now.
func (r *renderer) rendered(w *workload, name string, res Resource, output string) (text, message, fix string) {
	if w.open[name] {
		return "", "the resource " + name + " needs its own output", "Write the value itself."
	}
	switch p := r.param(w, name).(type) {
	case *DNSParams:
		return r.host(w, p, res)
	case *ServicePortParams:
		if output == "hostname" {
			return p.Workload, "", ""
		}
		return r.otherPort(w, p, at("resources", name)+".params.port")
	}
	if res.Type == "service" && res.ID != "" {
		return res.ID, "", ""
	}
	return name, "", ""
}

// host is the name that a dns resource stands for.
func (r *renderer) host(w *workload, p *DNSParams, res Resource) (text, message, fix string) {
	name := res.ID
	switch {
	case p.Host != "":
		return p.Host, "", ""
	case name == "":
		name = w.name
	}
	if r.opts.Domain == "" {
		return "", "the domain that host names are below is not known", "Render with a domain, or give the dns resource params: {host: …}."
	}
	return name + "." + r.opts.Domain, "", ""
}

// otherPort is a port of another workload.
func (r *renderer) otherPort(w *workload, p *ServicePortParams, path string) (text, message, fix string) {
	if _, err := strconv.Atoi(p.Port); err == nil {
		return p.Port, "", ""
	}
	other := r.byName[p.Workload]
	if other == nil {
		return "", "the ports of the workload " + quoted(p.Workload) + " are not known here", "Give the port as a number, or render both workloads at once."
	}
	port, ok := other.Service.Ports[p.Port]
	if !ok {
		return "", "the workload " + p.Workload + " has no port " + quoted(p.Port), listed(slices.Sorted(maps.Keys(other.Service.Ports)))
	}
	return strconv.Itoa(port.Port), "", ""
}

// routePort finds the port of the service that a route means.
func (r *renderer) routePort(w *workload, name string, p *RouteParams, report func(field, message, fix string)) {
	if w.Broken("service.ports") {
		return
	}
	var known []string
	for _, n := range slices.Sorted(maps.Keys(w.Service.Ports)) {
		port := w.Service.Ports[n]
		known = append(known, fmt.Sprintf("%s (%d)", n, port.Port))
		if p.Port == n || p.Port == strconv.Itoa(port.Port) || p.Port == "" && len(w.Service.Ports) == 1 {
			p.Port = strconv.Itoa(port.Port)
			return
		}
	}
	switch {
	case len(known) == 0:
		w.Report(at("resources", name), "routes requests to a workload that serves nothing", "Give it service: {ports: {http: {port: 80, targetPort: 8080}}}.")
	case p.Port == "":
		report("port", "is missing, and the service has several", listed(known))
	default:
		report("port", "the service has no port "+quoted(p.Port), listed(known))
	}
}
