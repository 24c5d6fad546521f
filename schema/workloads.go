package schema

import (
	"bytes"
	_ "embed"
	"fmt"

	"slipway.dev/slipway/workload"
)

//go:embed workloads.md
var workloadsIntro []byte

// Workloads is docs/workloads.md: what a Score file may say, and what the types
// of resources take and give.
func Workloads() []byte {
	r := &reference{}
	r.out.Write(workloadsIntro)
	r.printf("\n## Fields\n\nThe fields of a Score file. Names that a file chooses are left out: `containers.image` is the image of each container.\n\n")
	fieldTable(&r.out, Of(&workload.Score{}))
	r.printf("\n## Types of resources\n")
	for _, t := range workload.Types() {
		resourceType(&r.out, t)
	}
	r.printf("\n## Classes of rollouts\n")
	for _, c := range workload.RolloutClasses() {
		r.printf("\n### rollout: %s\n\n%s\n\n", c.Name, c.Doc)
		fieldTable(&r.out, Of(c.Params))
	}
	return r.out.Bytes()
}

func resourceType(out *bytes.Buffer, t workload.Type) {
	fmt.Fprintf(out, "\n### %s\n\n%s\n", t.Name, t.Doc)
	if t.Params != nil {
		if params := Of(t.Params); len(params) > 0 {
			fmt.Fprintln(out)
			fieldTable(out, params)
		}
	}
	if len(t.Outputs) == 0 {
		return
	}
	fmt.Fprint(out, "\n| Output | What it is | From |\n|---|---|---|\n")
	for _, o := range t.Outputs {
		from := "the claim's " + string(o.From)
		switch {
		case o.From == workload.Rendered:
			from = "known when rendered"
		case o.Name == workload.AnyOutput:
			from = "the " + string(o.From)
		case o.Key != "":
			from += ", key `" + o.Key + "`"
		}
		fmt.Fprintf(out, "| `%s` | %s | %s |\n", o.Name, cell(o.Doc), from)
	}
}

func fieldTable(out *bytes.Buffer, fields []Field) {
	fmt.Fprint(out, "| Field | Type | Default | Meaning |\n|---|---|---|---|\n")
	for _, f := range fields {
		value := f.Default
		switch {
		case value == "required":
			value = "**required**"
		case value != "":
			value = "`" + value + "`"
		}
		fmt.Fprintf(out, "| `%s` | %s | %s | %s |\n", f.Path, f.Type, value, cell(f.Doc))
	}
}
