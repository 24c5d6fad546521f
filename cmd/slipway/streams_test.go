package main

import (
	"strings"
	"testing"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/diag"
)

// What ends a run in the middle is said with the units it befell, also when it
// is a problem that is otherwise found before anything is changed.
func TestErrorsOfARunNameTheirUnits(t *testing.T) {
	t.Parallel()
	u := func(id string) assembly.Unit {
		return assembly.Unit{ID: assembly.UnitID(id), Kind: assembly.CloudFormation, Where: "aws:111111111111/us-east-2"}
	}
	a := &assembly.Assembly{Units: []assembly.Unit{u("dev/network"), u("east/network")}}
	a.Units[1].Where = "aws:222222222222/us-east-2"
	err := deploy.Run(t.Context(), a, deploy.Options{Deployers: func(*assembly.Unit) (deploy.Deployer, error) {
		return nil, diag.Problem{Severity: diag.Error, Message: "the session has expired", Fix: "Log in."}
	}})
	var b strings.Builder
	printError(&b, err)
	for _, want := range []string{"dev/network", "east/network", "the session has expired", "Log in."} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, b.String())
		}
	}
}
