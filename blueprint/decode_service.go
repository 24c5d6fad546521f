package blueprint

import (
	"reflect"
	"slices"

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
	read := func(e entry, name string) bool {
		for _, part := range []struct {
			fields []Field
			value  reflect.Value
		}{{common, v}, {own, settings}} {
			if f, ok := fieldNamed(part.fields, name); ok {
				d.field(e, f, part.value.FieldByIndex(f.index), at.field(name))
				return true
			}
		}
		return false
	}
	for _, e := range entries {
		if e.name == "type" || read(e, e.name) || !known { // without a type nobody can tell what is unknown
			continue
		}
		if f, ok := d.unknown(e, entries, slices.Concat(common, own), at); ok {
			read(e, f.Name)
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
