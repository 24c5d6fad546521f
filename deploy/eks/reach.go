package eks

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"k8s.io/client-go/rest"
)

// reachTimeout bounds the question whether an API server answers. A packet that
// a security group drops is never answered.
const reachTimeout = 10 * time.Second

// Reach asks the cluster's API server for its version. The error says why it
// does not answer, or whom it does not let in. What the caller may do there is
// another matter. It wraps deploy.ErrAbsent where none serves: the cluster is
// being created or deleted, or could not be created.
func (c *Cluster) Reach(ctx context.Context) error {
	if c.serverless() {
		return c.unready()
	}
	cfg, err := c.Config()
	if err != nil {
		return err
	}
	web, err := rest.HTTPClientFor(cfg)
	if err != nil {
		return fmt.Errorf("reading the certificate authority of the EKS cluster %s: %w", c.Name, err)
	}
	ctx, cancel := context.WithTimeout(ctx, reachTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.Endpoint+"/version", nil)
	if err != nil {
		return fmt.Errorf("reading the endpoint of the EKS cluster %s: %w", c.Name, err)
	}
	resp, err := web.Do(req)
	if err != nil {
		return cause(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusUnauthorized {
		return fmt.Errorf("the EKS cluster %s does not let %s in\n    Give it an access entry: the cluster's access in the blueprint, or aws eks create-access-entry", c.Name, c.caller(ctx))
	}
	return nil
}

// cause is an error of the network without the request it befell.
func cause(err error) error {
	if sent, ok := err.(*url.Error); ok {
		return sent.Err
	}
	return err
}

// caller is who the credentials belong to, in words.
func (c *Cluster) caller(ctx context.Context) string {
	who, err := sts.NewFromConfig(c.cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return "these credentials"
	}
	return aws.ToString(who.Arn)
}
