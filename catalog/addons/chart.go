package addons

import (
	"maps"
	"regexp"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// Chart is the settings of an add-on that is upstream's chart.
type Chart struct {
	Version string         `yaml:"version,omitempty" doc:"Exact version of upstream's chart, in place of the one that the catalogue pins."`
	Values  map[string]any `yaml:"values,omitempty" doc:"Values of upstream's chart, laid over those that the add-on sets."`
}

// exact is one version, not a range of them. A v in front is what some charts have.
var exact = regexp.MustCompile(`^v?[0-9]+\.[0-9]+\.[0-9]+([-+.][0-9A-Za-z.+-]+)?$`)

// Check reports a version that does not say which chart it is.
func (c *Chart) Check(check *blueprint.Check) { c.check(check, "version") }

// check is Check for a chart's settings in a field of their own.
func (c *Chart) check(check *blueprint.Check, field string) {
	if c.Version != "" && !exact.MatchString(c.Version) {
		check.Problem(field, "is "+c.Version+", which does not name one chart", "Write the whole version, such as 1.2.3.")
	}
}

// release is the part that installs a chart: its values are still to be set,
// then add has it. Dependants wait until what the chart made is ready: images
// are pulled first, large ones on nodes that have to come first.
func (c *Chart) release(part string, chart assembly.Chart) blueprint.Part {
	if c.Version != "" {
		chart.Version = c.Version
	}
	return blueprint.Part{Name: part, Chart: &chart, Gates: gates(ready()), Timeout: 15 * time.Minute}
}

// add adds the part with the settings' values laid over its own.
func (c *Chart) add(b *blueprint.AddOnBuild, part blueprint.Part) {
	part.Values = overlay(part.Values, c.Values)
	b.Add(part)
}

// install is a chart that needs no more than values, where pods run.
func (c *Chart) install(b *blueprint.AddOnBuild, chart assembly.Chart, values fields) {
	if b.Target == blueprint.Local {
		return
	}
	part := c.release("", chart)
	part.Values = values
	c.add(b, part)
}

// overlay is base with every value of top in place of its own; maps are merged,
// as Helm merges them.
func overlay(base, top fields) fields {
	if len(top) == 0 {
		return base
	}
	out := maps.Clone(base)
	if out == nil {
		out = fields{}
	}
	for key, value := range top {
		under, isMap := out[key].(fields)
		if over, also := value.(fields); isMap && also {
			out[key] = overlay(under, over)
		} else {
			out[key] = value
		}
	}
	return out
}

// needsAccount says why an add-on is absent on an existing cluster of no known account.
const needsAccount = "it needs an identity in an AWS account, which comes with the target aws"

// chartFidelity is what an add-on is that is upstream's chart: nothing on a local
// cluster, whose pods do not run.
func chartFidelity(local string) map[blueprint.Target]blueprint.Fidelity {
	return map[blueprint.Target]blueprint.Fidelity{
		blueprint.Local:      {Level: blueprint.Absent, Note: local},
		blueprint.Kubeconfig: {Level: blueprint.Real, Note: "upstream's chart"},
		blueprint.AWS:        {Level: blueprint.Real, Note: "upstream's chart"},
	}
}

// realChart is what an add-on is whose program also runs here.
func realChart(local string) map[blueprint.Target]blueprint.Fidelity {
	out := chartFidelity(local)
	out[blueprint.Local] = blueprint.Fidelity{Level: blueprint.Real, Note: local}
	return out
}

// awsChart is what an add-on is that is upstream's chart with an identity on AWS.
func awsChart(local string) map[blueprint.Target]blueprint.Fidelity {
	out := chartFidelity(local)
	out[blueprint.Kubeconfig] = blueprint.Fidelity{Level: blueprint.Absent, Note: needsAccount}
	return out
}

// warnVolumes says that an add-on keeps data on volumes that nothing would make.
func warnVolumes(c *blueprint.Check) {
	if !has(c.Blueprint, "ebs-csi") && !has(c.Blueprint, "efs-csi") {
		c.Warn("", "keeps data on volumes, and nothing here makes volumes on AWS", "Add ebs-csi, unless the cluster has a storage class of its own.")
	}
}
