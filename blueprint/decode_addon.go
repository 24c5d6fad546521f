package blueprint

import (
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v4"

	"slipway.dev/slipway/diag"
)

// addOns decodes a list whose entries are each a name, or a name with settings.
func (d *decoder) addOns(n *yaml.Node, v reflect.Value, at *place) {
	if n.Kind != yaml.SequenceNode {
		d.problem(n, at, "must be a list of add-ons, is "+found(n), `Write each add-on as an item of its own: "- name", or "- name:" with its settings below.`)
		return
	}
	names := make([]string, len(n.Content))
	entries := make([]entry, len(n.Content))
	for i, item := range n.Content {
		entries[i] = d.addOnEntry(item)
		names[i] = entries[i].name
	}
	var out AddOns
	for i, where := range Segments(names) {
		here := at.at(where)
		d.mark(n.Content[i], here)
		if a := d.addOn(n.Content[i], entries[i], here); a != nil {
			out = append(out, a)
		}
	}
	v.Set(reflect.ValueOf(out))
}

// addOnEntry takes an entry apart; its name is "" where it has no valid shape.
func (d *decoder) addOnEntry(item *yaml.Node) entry {
	n := target(item)
	switch {
	case n.Kind == yaml.ScalarNode && !isNull(n):
		return entry{name: n.Value, key: item}
	case n.Kind == yaml.MappingNode && len(n.Content) == 2 && target(n.Content[0]).Kind == yaml.ScalarNode:
		return entry{name: target(n.Content[0]).Value, key: n.Content[0], value: n.Content[1]}
	}
	return entry{}
}

func (d *decoder) addOn(item *yaml.Node, e entry, at *place) AddOn {
	if n, ok := d.resolve(item, at); !ok {
		return nil
	} else if e.name == "" {
		d.shapeless(item, n, at)
		return nil
	}
	prototype, ok := d.addOnByName[e.name]
	if !ok {
		d.unknownAddOn(e, at)
		return nil
	}
	a := freshOf(prototype)
	if e.value != nil && !isNull(target(e.value)) {
		d.value(e.value, reflect.ValueOf(a).Elem(), at)
	}
	return a
}

// shapeless explains an entry that is neither a name nor a name with settings;
// most often the settings stand beside the name instead of below it.
func (d *decoder) shapeless(item, n *yaml.Node, at *place) {
	message, fix := "must be an add-on's name, or the name with its settings below, is "+found(n), ""
	if n.Kind == yaml.MappingNode && len(n.Content) > 2 {
		var keys []string
		for i := 0; i+1 < len(n.Content); i += 2 {
			keys = append(keys, n.Content[i].Value)
		}
		message = fmt.Sprintf("must be one add-on's name with its settings below, has the %d keys %s", len(keys), strings.Join(keys, ", "))
		fix = "Indent the settings below the name, and begin each add-on with \"- \"."
	}
	d.problem(item, at, message, fix)
}

func (d *decoder) unknownAddOn(e entry, at *place) {
	fix := "slipway explain lists the add-ons there are."
	if why, known := d.catalog.LeftOut[e.name]; known {
		d.problem(e.key, at, "there is no add-on "+quoted(e.name)+": "+why, fix)
		return
	}
	if guess := diag.Suggest(e.name, d.names); guess != "" {
		fix = "Did you mean " + guess + "? " + fix
	}
	d.problem(e.key, at, "there is no add-on "+quoted(e.name), fix)
}

// quoted shows a user's word, in quotes where it would not read as one word.
func quoted(s string) string {
	if strange(s) || strings.ContainsAny(s, " \t") {
		return fmt.Sprintf("%q", s)
	}
	return s
}
