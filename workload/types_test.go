package workload_test

import (
	"cmp"
	"reflect"
	"slices"
	"testing"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/services"
	"slipway.dev/slipway/workload"
)

// scoreNames are Score's names for the services of the catalogue that workloads
// ask for.
var scoreNames = map[string]string{
	"dynamodb": "dynamodb", "elasticache": "redis", "rds-postgres": "postgres", "s3": "s3", "sns": "sns", "sqs": "sqs",
}

// What a service of the catalogue hands out in its ConfigMap, placeholders get
// from there, under the catalogue's names and under Score's.
func TestOutputsAreThoseOfTheCatalogue(t *testing.T) {
	t.Parallel()
	compared := 0
	for _, service := range services.All() {
		info := service.Info()
		name, ok := scoreNames[info.Name]
		if !ok {
			continue
		}
		compared++
		typ, ok := workload.FindType(name)
		if !ok || !typ.Claim {
			t.Errorf("%s: there is no claim of the type %s", info.Name, name)
		}
		for _, o := range append(info.Outputs, blueprint.Output{Name: "region"}) {
			if !slices.ContainsFunc(typ.Outputs, func(have workload.Output) bool {
				return have.Name == o.Name && have.Key == "" && have.From == workload.ConfigMap
			}) {
				t.Errorf("%s: its ConfigMap has %s, which the type %s does not", info.Name, o.Name, name)
			}
		}
	}
	if compared != len(scoreNames) {
		t.Errorf("%d services of %d are in the catalogue", compared, len(scoreNames))
	}
}

func TestTags(t *testing.T) {
	t.Parallel()
	for _, settings := range everySetting() {
		if err := blueprint.CheckTags(settings); err != nil {
			t.Error(err)
		}
	}
}

// everySetting is every struct that is read from a Score file.
func everySetting() []any {
	all := []any{&workload.Score{}}
	for _, typ := range workload.Types() {
		if typ.Params != nil {
			all = append(all, typ.Params)
		}
	}
	for _, class := range workload.RolloutClasses() {
		all = append(all, class.Params)
	}
	return all
}

func TestTypesAreSortedAndDocumented(t *testing.T) {
	t.Parallel()
	types := workload.Types()
	if !slices.IsSortedFunc(types, func(a, b workload.Type) int { return cmp.Compare(a.Name, b.Name) }) {
		t.Error("the types are not in the order of their names")
	}
	for _, typ := range types {
		if typ.Doc == "" || typ.Claim && (len(typ.Outputs) == 0 || typ.Params != nil) {
			t.Errorf("%s says too little about itself", typ.Name)
		}
		if again, _ := workload.FindType(typ.Name); typ.Params != nil && reflect.TypeOf(again.Params).Elem().Size() > 0 && again.Params == typ.Params {
			t.Errorf("%s: two workloads would share its params", typ.Name)
		}
	}
}
