package schema

import (
	_ "embed"
	"fmt"
	"strings"

	"slipway.dev/slipway/catalog/strategies"
	"slipway.dev/slipway/workload"
)

//go:embed rollouts.md
var rolloutsIntro []byte

//go:embed rollouts_watch.md
var rolloutsWatch []byte

// Rollouts is docs/rollouts.md: which engine does which strategy, who decides, who
// brings the old version back, what a file may say of each, and how to watch.
func Rollouts() []byte {
	r := &reference{}
	r.out.Write(rolloutsIntro)
	r.printf("## Strategies and engines\n\nWho decides, and who brings the old version back.\n\n| Strategy |")
	rule := "\n|---|"
	for _, e := range strategies.Engines() {
		r.printf(" %s |", e)
		rule += "---|"
	}
	r.printf("%s\n", rule)
	for _, s := range strategies.All() {
		r.printf("| [%s](#%s) |", s.Class, s.Class)
		for _, e := range strategies.Engines() {
			r.printf(" %s |", ways(s, e))
		}
		r.printf("\n")
	}
	classes := map[string]any{}
	for _, c := range workload.RolloutClasses() {
		classes[c.Name] = c.Params
	}
	for _, s := range strategies.All() {
		r.printf("\n## %s\n\n%s\n\n", s.Class, s.Doc)
		for _, e := range strategies.Engines() {
			r.printf("- with **%s**: %s\n", e, how(s, e))
		}
		r.printf("\n")
		fieldTable(&r.out, Of(classes[s.Class]))
	}
	r.out.Write(rolloutsWatch)
	return r.out.Bytes()
}

// ways are a cell of the table of capabilities.
func ways(s strategies.Strategy, e strategies.Engine) string {
	a, ok := s.On[e]
	switch {
	case !ok:
		return "no"
	case a.Decision == strategies.Automatic && a.Rollback == strategies.Automatic:
		return "yes: metrics decide, rollback automatic"
	}
	return fmt.Sprintf("yes: decision %s, rollback %s", a.Decision, a.Rollback)
}

func how(s strategies.Strategy, e strategies.Engine) string {
	if a, ok := s.On[e]; ok {
		return a.How
	}
	return "no, " + strings.TrimSuffix(s.Instead[e], ".") + "."
}
