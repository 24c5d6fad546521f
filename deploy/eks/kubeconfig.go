package eks

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// ContextName is the cluster's context in a kubeconfig: no two clusters of any
// accounts and regions have the same.
func (c *Cluster) ContextName() string {
	id, err := arn.Parse(c.ARN)
	if err != nil {
		return c.Name
	}
	return c.Name + "." + id.Region + "." + id.AccountID
}

// Region is the region that the cluster is in.
func (c *Cluster) Region() string { return c.cfg.Region }

// Kubeconfig is a kubeconfig with one context, which has command print a token
// each time that one is needed. There is no secret in it.
func (c *Cluster) Kubeconfig(command string, args ...string) ([]byte, error) {
	if c.Endpoint == "" {
		return nil, c.unready()
	}
	name := c.ContextName()
	out, err := clientcmd.Write(api.Config{
		Clusters:  map[string]*api.Cluster{name: {Server: c.Endpoint, CertificateAuthorityData: c.CA}},
		Contexts:  map[string]*api.Context{name: {Cluster: name, AuthInfo: name}},
		AuthInfos: map[string]*api.AuthInfo{name: {Exec: plugin(command, args)}}, CurrentContext: name,
	})
	if err != nil {
		return nil, fmt.Errorf("writing the kubeconfig of the EKS cluster %s: %w", c.Name, err)
	}
	return out, nil
}

// plugin never asks anything: a pipeline has nobody to answer.
func plugin(command string, args []string) *api.ExecConfig {
	return &api.ExecConfig{
		APIVersion: "client.authentication.k8s.io/v1", Command: command, Args: args, InteractiveMode: api.NeverExecInteractiveMode,
		InstallHint: "slipway is not on the PATH; see 'slipway kubeconfig --help'",
	}
}
