package aws

import (
	"fmt"
	"regexp"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/diag"
)

var accountID = regexp.MustCompile(`^[0-9]{12}$`)

// Check reports what AWS could not make of the clusters, as diag.Problems.
func Check(v *blueprint.Valid, clusters []*blueprint.Cluster) error {
	var problems diag.Problems
	p := v.Platform()
	for _, c := range clusters {
		report := func(field, message, fix string) {
			path := "clusters[" + c.Name + "]." + field
			problems.Add(diag.Problem{Pos: v.At(path), Path: path, Message: message, Fix: fix})
		}
		if c.Region == "" {
			report("region", "is missing", "Name the AWS region, such as us-east-2.")
		}
		if id := p.Accounts[c.Account]; !accountID.MatchString(id) {
			report("account", fmt.Sprintf("%q leads to no AWS account id", c.Account), "Name an entry of accounts with an id of 12 digits.")
		}
	}
	return problems.Err()
}
