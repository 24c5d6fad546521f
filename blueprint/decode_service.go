package blueprint

import (
	"reflect"

	"go.yaml.in/yaml/v4"

	"slipway.dev/slipway/diag"
)

// service decodes a service: its type decides which fields it has beside those
// of every service.
func (d *decoder) service(n *yaml.Node, v reflect.Value, at *place) {
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, v.Type(), at)
		return
	}
	entries := d.entries(n, at.field, at)
	common, own := d.plan.fields(v.Type()), []Field(nil)
	kind, known := d.serviceType(entries, at)
	var settings reflect.Value
	if known {
		settings = reflect.ValueOf(kind).Elem()
		own = d.plan.fields(settings.Type())
		v.FieldByName("Type").Set(reflect.ValueOf(kind))
	}
	for _, e := range entries {
		if e.name == "type" {
			continue
		}
		if f, ok := fieldNamed(common, e.name); ok {
			d.field(e, f, v.FieldByIndex(f.index), at.field(f.Name))
		} else if f, ok := fieldNamed(own, e.name); ok {
			d.field(e, f, settings.FieldByIndex(f.index), at.field(f.Name))
		} else if known { // without a type nobody can tell what is unknown
			d.unknown(e.key, e.name, append(common[:len(common):len(common)], own...), at)
		}
	}
}

// serviceType is a service's type without settings. What is no type is
// reported; a missing one Validate finds.
func (d *decoder) serviceType(entries []entry, at *place) (ServiceType, bool) {
	for _, e := range entries {
		if e.name != "type" {
			continue
		}
		here := at.field("type")
		value, ok := d.resolve(e.value, here)
		switch {
		case !ok:
			return nil, false
		case isNull(value):
			return nil, false
		case value.Kind != yaml.ScalarNode:
			d.problem(e.key, here, "must be the name of a type of service, is "+found(value), "")
			return nil, false
		}
		d.mark(e.value, here)
		prototype, ok := d.catalog.FindService(value.Value)
		if !ok {
			names := d.catalog.ServiceNames()
			d.problem(e.value, here, "there is no type of service "+quoted(value.Value), sentences(diag.DidYouMean(value.Value, names), listed(names)))
			return nil, false
		}
		return freshOf(prototype), true
	}
	return nil, false
}
