package main

import (
	"fmt"
	"io"
	"strings"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog"
	"slipway.dev/slipway/schema"
)

// explainedService is a type of service as data.
type explainedService struct {
	Name     string              `json:"name"`
	Doc      string              `json:"doc"`
	Use      string              `json:"use,omitempty"`
	Access   []blueprint.Access  `json:"access"`
	Outputs  map[string]string   `json:"outputs"`
	Stateful bool                `json:"stateful"`
	Fidelity map[string]fidelity `json:"fidelity"`
	Settings []schema.Field      `json:"settings,omitempty"`
}

func describeService(kind blueprint.ServiceType) explainedService {
	i := kind.Info()
	e := explainedService{
		Name: i.Name, Doc: i.Doc, Use: i.Use, Access: i.Levels, Outputs: map[string]string{}, Stateful: i.Stateful,
		Fidelity: map[string]fidelity{}, Settings: schema.ServiceSettings(kind),
	}
	for _, o := range i.Outputs {
		e.Outputs[o.Name] = o.Doc
	}
	for target, f := range i.Fidelity {
		e.Fidelity[string(target)] = fidelity{Level: string(f.Level), Note: f.Note}
	}
	return e
}

func listServices(s streams, out output) error {
	var all []explainedService
	for _, kind := range catalog.All().Services {
		all = append(all, describeService(kind))
	}
	return out.show(s.out, all, func(w io.Writer) {
		table(w, func(row func(...string)) {
			head := []string{"SERVICE"}
			for _, t := range blueprint.Targets() {
				head = append(head, strings.ToUpper(string(t)))
			}
			row(append(head, "ACCESS", "WHAT IT IS")...)
			for _, e := range all {
				cells := []string{e.Name}
				for _, t := range blueprint.Targets() {
					cells = append(cells, e.Fidelity[string(t)].Level)
				}
				row(append(cells, levels(e.Access), e.Doc)...)
			}
		})
	})
}

func explainService(s streams, out output, kind blueprint.ServiceType) error {
	e := describeService(kind)
	return out.show(s.out, e, func(w io.Writer) {
		fmt.Fprintf(w, "%s: %s\n", e.Name, e.Doc)
		if e.Use != "" {
			fmt.Fprintln(w, e.Use)
		}
		fmt.Fprintln(w)
		table(w, func(row func(...string)) {
			row("access", levels(e.Access))
			for _, o := range kind.Info().Outputs {
				row("hands out", o.Name, o.Doc)
			}
			if e.Stateful {
				row("deletion", blueprint.RetainService, "unless the blueprint says otherwise")
			}
			for _, t := range blueprint.Targets() {
				row("on "+string(t), e.Fidelity[string(t)].Level, e.Fidelity[string(t)].Note)
			}
		})
		showFields(w, e.Settings)
	})
}

func levels(list []blueprint.Access) string {
	words := make([]string, len(list))
	for i, l := range list {
		words[i] = string(l)
	}
	return strings.Join(words, ", ")
}
