//go:build !front

package main

import (
	"encoding/json"
	"errors"

	"github.com/spf13/cobra"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	clientauth "k8s.io/client-go/pkg/apis/clientauthentication/v1"

	"slipway.dev/slipway/deploy/eks"
)

func tokenCommand(s streams) *cobra.Command {
	var at awsFlags
	var cluster string
	c := &cobra.Command{
		Use:   "token",
		Short: "Print a token for an EKS cluster, as kubectl asks for it",
		Long: `Print an ExecCredential with a token for the API server of an EKS cluster. The
token is good for 14 minutes and for this cluster only. 'slipway kubeconfig
--eks' writes a kubeconfig that calls this, so that no token is kept in a file.`,
		Example: "  slipway token --cluster enterprise-dev --region us-east-2",
		RunE: func(c *cobra.Command, _ []string) error {
			if cluster == "" {
				return usageError{c, errors.New("--cluster: name the EKS cluster")}
			}
			if err := at.check(c); err != nil {
				return err
			}
			ctx, cancel := answered(c.Context())
			defer cancel()
			cfg, err := at.login.Config(ctx)
			if err != nil {
				return err
			}
			token, err := eks.NewTokens(cfg, cluster).Token(ctx)
			if err != nil {
				return err
			}
			expires := metav1.NewTime(token.Expires.UTC())
			return json.NewEncoder(s.out).Encode(clientauth.ExecCredential{
				TypeMeta: metav1.TypeMeta{APIVersion: clientauth.SchemeGroupVersion.String(), Kind: "ExecCredential"},
				Status:   &clientauth.ExecCredentialStatus{Token: token.Value, ExpirationTimestamp: &expires},
			})
		},
	}
	c.Flags().StringVar(&cluster, "cluster", "", "name of the EKS cluster, as EKS knows it")
	at.flags(c)
	c.Flags().StringVar(&at.login.Platform, "platform", "", "platform that the cluster is of, for what is said when there is no way in")
	return c
}
