package strategies

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

// versionLabel tells the pods of versions apart where no controller does.
const versionLabel = "slipway.dev/version"

// plainBlueGreen runs two Deployments of which one gets the requests: that of the
// images that live names. WORKLOAD-preview leads to the other one, for people to
// look at. A version is named after its images alone, so that any other change
// rolls through its pods like every other, and no request finds nobody.
func plainBlueGreen(r *rollout) []manifest.Object {
	p := r.Params.(*workload.BlueGreen)
	if p.SmokeTest.Given() || len(p.Webhooks)+len(p.AbortOn.Queries) > 0 {
		r.report("params", "asks for judges, and without a controller nobody asks them", "The engine argo-rollouts does. Or leave out smokeTest, webhooks and queries.")
	}
	containers := list(podSpec(spec(r.deployment))["containers"])
	var known []string
	for _, c := range containers {
		name := fmt.Sprint(c["name"])
		known = append(known, name)
		if p.Live[name] == "" {
			r.report("params.live", "does not say which image of the container "+name+" gets the requests", "Name the one that runs now, look at "+r.Workload+"-preview, and then name the new one here.")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Live)) {
		if !slices.Contains(known, name) {
			r.report("params.live["+name+"]", "is no container of the workload", "Known: "+strings.Join(known, ", ")+".")
		}
	}
	if r.ports() == nil || len(r.problems) > 0 {
		return nil
	}
	next := version(r.deployment, nil)
	live := version(r.deployment, p.Live)
	objects := slices.Clone(r.rest)
	objects = append(objects, r.service, r.selecting(r.otherService("preview"), next))
	r.selecting(r.service, live)
	objects = append(objects, r.versioned(next, nil)...)
	if live != next {
		objects = append(objects, r.versioned(live, p.Live)...)
	}
	if r.budget != nil {
		objects = append(objects, r.budget)
	}
	return append(objects, r.routes...)
}

func podSpec(deployment fields) fields {
	template, _ := deployment["template"].(fields)
	pod, _ := template["spec"].(fields)
	return pod
}

// version is the name of a version: a sum of its images.
func version(deployment manifest.Object, images map[string]string) string {
	h := sha256.New()
	for _, c := range list(podSpec(spec(deployment))["containers"]) {
		name := fmt.Sprint(c["name"])
		image := fmt.Sprint(c["image"])
		if images != nil {
			image = images[name]
		}
		fmt.Fprintf(h, "%s\n%s\n", name, image)
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}

// selecting lets a Service find the pods of one version.
func (r *rollout) selecting(service manifest.Object, version string) manifest.Object {
	s := maps.Clone(spec(service))
	s["selector"] = fields{nameLabel: r.Workload, versionLabel: version}
	service["spec"] = s
	return service
}

// versioned are the Deployment of a version and what scales it.
func (r *rollout) versioned(version string, images map[string]string) []manifest.Object {
	name := r.Workload + "-" + version
	s := maps.Clone(spec(r.deployment))
	s["selector"] = fields{"matchLabels": fields{nameLabel: r.Workload, versionLabel: version}}
	template := maps.Clone(s["template"].(fields))
	meta := maps.Clone(template["metadata"].(fields))
	labels := maps.Clone(meta["labels"].(fields))
	labels[versionLabel] = version
	meta["labels"] = labels
	pod := maps.Clone(template["spec"].(fields))
	if images != nil {
		var containers []any
		for _, c := range list(pod["containers"]) {
			c = maps.Clone(c)
			c["image"] = images[fmt.Sprint(c["name"])]
			containers = append(containers, c)
		}
		pod["containers"] = containers
	}
	template["metadata"], template["spec"], s["template"] = meta, pod, template
	out := []manifest.Object{r.object("apps/v1", "Deployment", name).With("spec", s)}
	if r.scaler != nil {
		scale := maps.Clone(spec(r.scaler))
		scale["scaleTargetRef"] = fields{"apiVersion": "apps/v1", "kind": "Deployment", "name": name}
		out = append(out, r.object("autoscaling/v2", "HorizontalPodAutoscaler", name).With("spec", scale))
	}
	return out
}
