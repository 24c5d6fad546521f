package workload_test

import (
	"errors"
	"testing"

	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

const canary = `apiVersion: score.dev/v1b1
metadata: {name: web}
containers: {main: {image: web}}
resources:
  how: {type: rollout, class: canary, params: {steps: [10]}}
`

// What a strategy refuses, the user reads with the place of what was asked for.
func TestStrategyRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		err  error
		want string
	}{
		"in words":     {errors.New("needs a mesh"), "web.yaml:5:3: resources[how]: needs a mesh"},
		"as a problem": {diag.Problem{Path: "resources[how].params.steps", Message: "are too few", Fix: "Add one."}, "web.yaml:5:48: resources[how].params.steps: are too few\n    Add one."},
		"as problems":  {diag.Problems{{Message: "no"}, {Path: "service", Message: "is missing"}}, "web.yaml:1:1: service: is missing\nweb.yaml:5:3: resources[how]: no"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := workload.Render([]workload.Source{{File: "web.yaml", Data: []byte(canary)}}, workload.Options{
				Strategy: func(*workload.Rollout) ([]manifest.Object, error) { return nil, tc.err },
			})
			if err == nil || err.Error() != tc.want {
				t.Errorf("got\n%v\nwant\n%s", err, tc.want)
			}
		})
	}
}

func TestStrategyReplacesObjects(t *testing.T) {
	t.Parallel()
	result, err := workload.Render([]workload.Source{{File: "web.yaml", Data: []byte(canary)}}, workload.Options{
		Strategy: func(r *workload.Rollout) ([]manifest.Object, error) {
			if c, ok := r.Params.(*workload.Canary); !ok || len(c.Steps) != 1 || c.AbortOn.ErrorRate != "1%" || r.Workload != "web" || len(r.Objects) != 1 {
				t.Errorf("the strategy is given %+v", r)
			}
			return append(r.Objects, manifest.New("flagger.app/v1beta1", "Canary", "", r.Workload)), nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(result.Objects); n != 2 || result.Objects[1].Kind() != "Canary" {
		t.Errorf("the objects are %v", result.Objects)
	}
}
