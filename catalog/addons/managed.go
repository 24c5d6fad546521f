package addons

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// Managed is the settings of an add-on that Amazon EKS installs and keeps.
type Managed struct {
	Version       string         `yaml:"version,omitempty" doc:"Version of the EKS add-on, such as v1.2.3-eksbuild.1. Without it EKS takes its default for the cluster's Kubernetes version. For AWS."`
	Configuration map[string]any `yaml:"configuration,omitempty" doc:"Configuration values of the EKS add-on, laid over those that the add-on sets; aws eks describe-addon-configuration lists them. For AWS."`
}

// eksbuild is how EKS numbers its builds of an add-on.
var eksbuild = regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+(\.[0-9]+)?(-[0-9a-z.]+)?-eksbuild\.[0-9]+$`)

// Check reports a version that EKS could not have.
func (m *Managed) Check(check *blueprint.Check) {
	if m.Version != "" && !eksbuild.MatchString(m.Version) {
		check.Problem("version", "is "+m.Version+", which is no version of an EKS add-on", "aws eks describe-addon-versions lists them; they end in -eksbuild.N.")
	}
}

// install adds a stack with the EKS add-on and the role of its pods. It is done
// when EKS calls the add-on active, its pods included.
func (m *Managed) install(b *blueprint.AddOnBuild, name string, pods identity, configuration fields) error {
	part, err := m.part(b, name, pods, configuration)
	if err != nil {
		return err
	}
	b.Add(part)
	return nil
}

func (m *Managed) part(b *blueprint.AddOnBuild, name string, pods identity, configuration fields) (blueprint.Part, error) {
	part := blueprint.Part{Template: cfn.New("The EKS add-on " + name + "."), Timeout: 20 * time.Minute}
	addOn := &cfn.EKSAddon{
		AddonName: cfn.S(name), ClusterName: parameter(&part, "ClusterName", "Name of the cluster."),
		ResolveConflicts: cfn.S("OVERWRITE"), // what a new cluster comes with is in the way otherwise
	}
	if err := m.set(addOn, configuration); err != nil {
		return part, fmt.Errorf("the EKS add-on %s: %w", name, err)
	}
	if pods.account != "" {
		pods.lend(b, &part, addOn)
	}
	part.Template.Add("AddOn", addOn)
	return part, nil
}

// set gives the add-on its version, and its configuration over another.
func (m *Managed) set(addOn *cfn.EKSAddon, configuration fields) error {
	if m.Version != "" {
		addOn.AddonVersion = cfn.S(m.Version)
	}
	values := overlay(configuration, m.Configuration)
	if len(values) == 0 {
		return nil
	}
	text, err := compact(values)
	if err != nil {
		return fmt.Errorf("its configuration: %w", err)
	}
	addOn.ConfigurationValues = configured(text)
	return nil
}

// core is install for what a cluster has anyway, where the platform does not make
// the cluster. It stays when the stack goes: pods would lose their network.
func (m *Managed) core(b *blueprint.AddOnBuild, name string, pods identity, configuration fields) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	part, err := m.part(b, name, pods, configuration)
	if err != nil {
		return err
	}
	part.Template.Resources["AddOn"].Properties.(*cfn.EKSAddon).PreserveOnDelete = cfn.B(true)
	b.Add(part)
	return nil
}

// clusterName stands for the cluster's name in the configuration of an EKS add-on.
const clusterName = "${ClusterName}"

// configured is a configuration as a template has it.
func configured(text string) cfn.String {
	if !strings.Contains(text, clusterName) {
		return cfn.S(text)
	}
	literal := strings.ReplaceAll(text, "${", "${!")
	return cfn.Sub(strings.ReplaceAll(literal, "${!ClusterName}", clusterName))
}

// parameter is a parameter of the part's stack that has an output of the cluster
// with the same name.
func parameter(part *blueprint.Part, name, description string) cfn.String {
	if part.Stack.Parameters == nil {
		part.Stack.Parameters = map[string]string{}
	}
	part.Stack.Parameters[name] = part.Of("cluster", name)
	return part.Template.Param(name, description)
}

// compact is JSON on one line, keys sorted, nothing escaped for HTML.
func compact(v any) (string, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return string(bytes.TrimSuffix(out.Bytes(), []byte("\n"))), err
}

// managedFidelity is what an add-on is that EKS keeps, and that other clusters
// do without.
func managedFidelity(local, kubeconfig string) map[blueprint.Target]blueprint.Fidelity {
	return map[blueprint.Target]blueprint.Fidelity{
		blueprint.Local:      {Level: blueprint.Absent, Note: local},
		blueprint.Kubeconfig: {Level: blueprint.Absent, Note: kubeconfig},
		blueprint.AWS:        {Level: blueprint.Real, Note: "the add-on that EKS keeps"},
	}
}

// eitherFidelity is what an add-on is that EKS keeps, and that is upstream's
// chart on other clusters ("Community add-ons", Amazon EKS user guide).
func eitherFidelity(local string) map[blueprint.Target]blueprint.Fidelity {
	out := chartFidelity(local)
	out[blueprint.AWS] = blueprint.Fidelity{Level: blueprint.Real, Note: "the community add-on that EKS keeps"}
	return out
}
