package e2e

import (
	"encoding/base64"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/internal/awsdouble"
	"slipway.dev/slipway/internal/awsdouble/cloudformation"
	"slipway.dev/slipway/local"
)

// standin is what stands in for the EKS clusters of the example: a control
// plane for each, with as many nodes as its node group has at least. Their
// services have addresses of the loopback, where the test can listen.
const standin = `apiVersion: slipway.dev/v1alpha1
kind: Platform
name: standin
blueprints:
  dev: {kubernetes: "1.36", network: {services: 127.78.0.0/20}, nodeGroups: [{name: general, instanceTypes: [m7g.large], min: 2, max: 4}]}
  east: {kubernetes: "1.36", network: {services: 127.78.16.0/20}, nodeGroups: [{name: general, instanceTypes: [m7g.large], min: 2, max: 4}]}
  west: {kubernetes: "1.36", network: {services: 127.78.32.0/20}, nodeGroups: [{name: general, instanceTypes: [m7g.large], min: 2, max: 4}]}
clusters:
  - {name: dev, blueprint: dev}
  - {name: east-staging, blueprint: east}
  - {name: west-staging, blueprint: west}
`

const (
	accountDev     = "111111111111"
	accountStaging = "222222222222"
	ann            = "arn:aws:iam::" + accountDev + ":user/ann"
	deployRole     = "arn:aws:iam::" + accountStaging + ":role/slipway-deploy"
)

// awsWorld is AWS, as far as the example needs it.
type awsWorld struct {
	*testing.T
	home      *home
	aws       *awsdouble.Server
	stacks    *cloudformation.Server
	standin   *local.Platform
	clusters  []assembly.Cluster
	endpoints map[string]awsdouble.Endpoint // by the name in the blueprint

	mu        sync.Mutex
	balancers map[string]string // the cluster of each load balancer, by ARN
}

// needPort443 skips where nobody may listen where webhooks are called.
func needPort443(t *testing.T) {
	t.Helper()
	l, err := net.Listen("tcp", "127.78.0.1:443")
	if err != nil {
		t.Skipf("the API servers call webhooks at port 443 of loopback addresses, and this user cannot listen there: %v", err)
	}
	_ = l.Close()
}

// newAWS starts the doubles and, where they are asked for, the clusters that
// stand in for those of EKS. Commands of the home then work on them.
func newAWS(t *testing.T, h *home, clusters []assembly.Cluster) *awsWorld {
	t.Helper()
	w := &awsWorld{T: t, home: h, aws: awsdouble.New(t), clusters: clusters, endpoints: map[string]awsdouble.Endpoint{}, balancers: map[string]string{}}
	w.stacks = cloudformation.New(cloudformation.Options{
		Validate: cloudformation.Spec, Replaces: cloudformation.Replacement, Attribute: w.attribute, Refuse: w.refuse,
	})
	w.aws.CloudFormation(w.stacks)
	w.aws.Clusters(w.eksClusters)
	w.aws.Role(awsdouble.Role{ARN: deployRole, Trust: []string{ann}})
	h.env = append(h.env, w.aws.Environ(w.aws.User(ann))...)
	return w
}

// raise brings up what stands behind the endpoints of the clusters.
func (w *awsWorld) raise() {
	w.Helper()
	w.home.write(w.T, "standin.yaml", standin)
	args := []string{"up", "standin.yaml"}
	for _, c := range w.clusters {
		args = append(args, "--cluster", c.Name)
	}
	w.home.ok(w.T, args...)
	w.standin = w.home.platform(w.T, "standin")
	for _, c := range w.clusters {
		admin, err := w.standin.Client(c.Name)
		if err != nil {
			w.Fatal(err)
		}
		w.endpoints[c.Name] = w.aws.EKSEndpoint(w.T, c.EKS, admin, func(arn string) (awsdouble.Person, bool) { return w.person(c, arn) })
	}
}

// place is the account and region of "aws:111111111111/us-east-2".
func place(where string) cloudformation.Place {
	account, region, _ := strings.Cut(strings.TrimPrefix(where, "aws:"), "/")
	return cloudformation.Place{Account: account, Region: region}
}

func (w *awsWorld) clusterNamed(eks string) (assembly.Cluster, bool) {
	i := slices.IndexFunc(w.clusters, func(c assembly.Cluster) bool { return c.EKS == eks })
	if i < 0 {
		return assembly.Cluster{}, false
	}
	return w.clusters[i], true
}

// attribute is what EKS makes up itself of a cluster.
func (w *awsWorld) attribute(r cloudformation.Resource, name string) (any, bool) {
	if r.Type != "AWS::EKS::Cluster" {
		return nil, false
	}
	c, _ := w.clusterNamed(r.PhysicalID)
	switch name {
	case "Endpoint":
		return w.endpoints[c.Name].URL, true
	case "CertificateAuthorityData":
		return base64.StdEncoding.EncodeToString(w.endpoints[c.Name].CA), true
	case "OpenIdConnectIssuerUrl":
		return issuer(r.Place.Region, c), true
	}
	return nil, false
}

func issuer(region string, c assembly.Cluster) string {
	return fmt.Sprintf("https://oidc.eks.%s.amazonaws.com/id/%032X", region, c.Name)
}

// of are the resources of a type that are there, of one place.
func (w *awsWorld) of(p cloudformation.Place, kind string) []cloudformation.Resource {
	var out []cloudformation.Resource
	for _, s := range w.stacks.Stacks() {
		for _, r := range s.Resources {
			if s.Place == p && r.Type == kind && r.PhysicalID != "" && r.Status != "CREATE_IN_PROGRESS" {
				out = append(out, r)
			}
		}
	}
	return out
}

// eksClusters are those that stacks have made.
func (w *awsWorld) eksClusters(account, region string) []awsdouble.Cluster {
	var out []awsdouble.Cluster
	for _, r := range w.of(cloudformation.Place{Account: account, Region: region}, "AWS::EKS::Cluster") {
		c, ok := w.clusterNamed(r.PhysicalID)
		if !ok {
			continue
		}
		e := w.endpoints[c.Name]
		protected, _ := r.Properties["DeletionProtection"].(bool)
		out = append(out, awsdouble.Cluster{
			Name: c.EKS, Version: "1.36", Endpoint: e.URL, CA: e.CA, Issuer: issuer(region, c), Protected: protected,
			VPC: "vpc-1", Subnets: []string{"subnet-1"}, Group: "sg-1",
		})
	}
	return out
}

// person is whom a cluster's access entries take a principal for: its creator
// is an administrator, anybody else is in the groups of an entry.
func (w *awsWorld) person(c assembly.Cluster, arn string) (awsdouble.Person, bool) {
	p := place(c.Where)
	creator := ann
	if p.Account == accountStaging {
		creator = deployRole
	}
	for _, r := range w.of(p, "AWS::EKS::Cluster") {
		config, _ := r.Properties["AccessConfig"].(map[string]any)
		if r.PhysicalID == c.EKS && arn == creator && config["BootstrapClusterCreatorAdminPermissions"] == true {
			return awsdouble.Person{User: arn, Groups: []string{"system:masters"}}, true
		}
	}
	for _, r := range w.of(p, "AWS::EKS::AccessEntry") {
		if r.Properties["PrincipalArn"] == arn && r.Properties["ClusterName"] == c.EKS {
			who := awsdouble.Person{User: arn}
			groups, _ := r.Properties["KubernetesGroups"].([]any)
			for _, g := range groups {
				who.Groups = append(who.Groups, fmt.Sprint(g))
			}
			return who, true
		}
	}
	return awsdouble.Person{}, false
}

// refuse has EKS keep a cluster that is protected, and EC2 a network that a
// load balancer is in.
func (w *awsWorld) refuse(r cloudformation.Resource, on string) string {
	made, _ := r.Properties["DeletionProtection"].(bool)
	switch on + " " + r.Type {
	case "CREATE AWS::EKS::Cluster": // another one may have had the name
		w.aws.Protect(r.Place.Account, r.Place.Region, fmt.Sprint(r.Properties["Name"]), made)
	case "DELETE AWS::EKS::Cluster":
		if w.aws.Protected(r.Place.Account, r.Place.Region, r.PhysicalID, made) {
			return "Cannot delete a cluster whose deletion protection is enabled."
		}
	case "DELETE AWS::EC2::Subnet":
		w.mu.Lock()
		defer w.mu.Unlock()
		for arn, cluster := range w.balancers {
			if r.Stack == cluster+"-network" {
				return "The subnet '" + r.PhysicalID + "' has dependencies and cannot be deleted: " + arn
			}
		}
	}
	return ""
}

// balancer makes a load balancer of a service in a cluster, or takes it away.
func (w *awsWorld) balancer(c assembly.Cluster, service string, there bool) {
	p := place(c.Where)
	arn := fmt.Sprintf("arn:aws:elasticloadbalancing:%s:%s:loadbalancer/net/%s/%s", p.Region, p.Account, c.EKS, strings.ReplaceAll(service, "/", "-"))
	w.mu.Lock()
	defer w.mu.Unlock()
	w.aws.Discard(arn)
	delete(w.balancers, arn)
	if there {
		w.aws.Resource(p.Account, p.Region, awsdouble.Resource{ARN: arn, Tags: map[string]string{
			"kubernetes.io/cluster/" + c.EKS: "owned", "kubernetes.io/service-name": service,
		}})
		w.balancers[arn] = c.EKS
	}
}

// awsHome has the example, with its charts vendored, and an assembly of it for AWS.
func awsHome(t *testing.T) (h *home, out string, a *assembly.Assembly) {
	t.Helper()
	h = newHome(t)
	copyExample(t, h)
	h.ok(t, append([]string{"vendor", h.blueprint()}, serveCharts(t)...)...)
	out, a = h.compiled(t, "aws")
	return h, out, a
}

// compiled has slipway compile the home's example for a target.
func (h *home) compiled(t *testing.T, target string, args ...string) (dir string, a *assembly.Assembly) {
	t.Helper()
	dir, err := os.MkdirTemp(h.dir, target)
	if err != nil {
		t.Fatal(err)
	}
	h.ok(t, append([]string{"compile", h.blueprint(), "--target", target, "-o", dir}, args...)...)
	if a, err = assembly.Read(dir); err != nil {
		t.Fatal(err)
	}
	return dir, a
}
