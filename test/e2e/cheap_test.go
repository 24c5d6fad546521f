package e2e

import "testing"

// cheap is a platform without add-ons: a control plane, a node and two teams,
// up in seconds. bare is its context.
const (
	bare  = "slipway-cheap-dev"
	cheap = `apiVersion: slipway.dev/v1alpha1
kind: Platform
name: cheap
blueprints:
  bare: {teams: [web, data]}
clusters:
  - {name: dev, blueprint: bare}
  - {name: east-staging, blueprint: bare}
teams:
  - {name: web, members: {groups: [web-developers]}}
  - {name: data, members: {groups: [data-developers]}}
`
)

// cheapHome has the blueprint cheap as its platform.yaml.
func cheapHome(t *testing.T) *home {
	t.Helper()
	needProc(t)
	h := newHome(t)
	h.write(t, "platform.yaml", cheap)
	return h
}
