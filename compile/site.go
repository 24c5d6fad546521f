package compile

import (
	"bytes"
	"maps"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// site is what sets one cluster of a blueprint apart from the others: where it
// is and what it is called there.
type site struct {
	platform, cluster string
	cloud             string // "aws:111111111111/us-east-2", "" on other targets
	eks               string // the name that EKS knows the cluster by
	account, region   string
}

func (c *compiler) site(cluster *blueprint.Cluster) site {
	s := site{platform: c.platform.Name, cluster: cluster.Name, region: cluster.Region}
	if c.target != blueprint.AWS {
		return s
	}
	s.account = c.platform.Accounts[cluster.Account]
	s.cloud = "aws:" + s.account + "/" + s.region
	if s.eks = cluster.Existing; s.eks == "" {
		s.eks = s.platform + "-" + s.cluster
	}
	return s
}

// where is the place of a unit of a kind.
func (s site) where(kind assembly.Kind) string {
	if kind == assembly.CloudFormation || kind == assembly.EKS {
		return s.cloud
	}
	return "cluster:" + s.cluster
}

// files are a unit's files; only what says how a stack is stamped out is the
// cluster's own, everything else is shared.
func (s site) files(u *assembly.Unit) map[string][]byte {
	if u.Kind != assembly.CloudFormation {
		return u.Files
	}
	out := maps.Clone(u.Files)
	data := out[assembly.StackFile]
	for token, value := range map[string]string{
		"${slipway.stack}": s.stack(u.ID), "${slipway.eks}": s.eks, "${slipway.cluster}": s.cluster,
		"${slipway.account}": s.account, "${slipway.region}": s.region,
	} {
		data = bytes.ReplaceAll(data, []byte(token), []byte(value))
	}
	out[assembly.StackFile] = data
	return out
}

// stack is the name of a unit's stack, unique in account and region.
func (s site) stack(id assembly.UnitID) string {
	return s.platform + "-" + s.cluster + "-" + strings.ReplaceAll(string(id), "/", "-")
}

// access is how a deployment gets into the accounts of the clusters, nil where
// the blueprint says nothing about it.
func (c *compiler) access(clusters []*blueprint.Cluster) *assembly.Access {
	settings := c.platform.AWS
	a := assembly.Access{Role: settings.DeployRole, ExternalID: settings.ExternalID}
	for _, cluster := range clusters {
		if profile := settings.Profiles[cluster.Account]; profile != "" {
			if a.Profiles == nil {
				a.Profiles = map[string]string{}
			}
			a.Profiles[c.platform.Accounts[cluster.Account]] = profile
		}
	}
	if a.Role == "" && a.ExternalID == "" && a.Profiles == nil {
		return nil
	}
	return &a
}
