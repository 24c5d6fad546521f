package blueprint

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// structure gives the fields of a struct their defaults and holds them to their rules.
func (v *validation) structure(x reflect.Value, at *place) {
	for _, f := range v.plan.fields(x.Type()) {
		if !f.inert {
			v.field(f, x.FieldByIndex(f.index), at.field(f.Name))
		}
	}
}

func (v *validation) field(f Field, x reflect.Value, at *place) {
	if isEmpty(x) && f.Required() && f.Default == "" {
		v.breach(at, "is missing", f.Doc)
		return
	}
	if x.Kind() == reflect.Struct && x.IsZero() && !f.Required() && v.demands(x.Type()) {
		return // left out: its required fields bind only who writes it
	}
	given := v.setDefault(f, x)
	for _, r := range f.Rules {
		v.rule(r, x, given, at)
	}
	v.inside(x, at)
}

// demands reports whether a struct has a field that must be given.
func (v *validation) demands(t reflect.Type) bool {
	return slices.ContainsFunc(v.plan.fields(t), func(f Field) bool { return f.Required() && f.Default == "" })
}

// setDefault fills an empty field, turns None into zero, and reports whether
// the field has a value now.
func (v *validation) setDefault(f Field, x reflect.Value) bool {
	if x.CanInt() && x.Int() == None {
		x.SetInt(0)
		return true
	}
	if v.defaulted && f.Default != "" && x.CanInt() {
		return true
	}
	if isEmpty(x) && f.Default != "" {
		if err := setText(x, f.Default); err != nil {
			panic(fmt.Sprintf("default of the field %s: %v", f.Name, err)) // CheckTags finds it in a test
		}
	}
	return !isEmpty(x)
}

// setText sets a field from the text of its default tag.
func setText(x reflect.Value, text string) error {
	switch {
	case x.Type() == reflect.TypeFor[time.Duration]():
		d, err := time.ParseDuration(text)
		x.SetInt(int64(d))
		return err
	case x.CanInt():
		i, err := strconv.ParseInt(text, 10, 64)
		x.SetInt(i)
		return err
	case x.Kind() == reflect.String:
		x.SetString(text)
	case x.Kind() == reflect.Bool:
		b, err := strconv.ParseBool(text)
		x.SetBool(b)
		return err
	case x.CanFloat():
		f, err := strconv.ParseFloat(text, 64)
		x.SetFloat(f)
		return err
	case x.Kind() == reflect.Pointer:
		x.Set(reflect.New(x.Type().Elem()))
		return setText(x.Elem(), text)
	case x.Kind() == reflect.Slice:
		for part := range strings.SplitSeq(text, ",") {
			item := reflect.New(x.Type().Elem()).Elem()
			if err := setText(item, part); err != nil {
				return err
			}
			x.Set(reflect.Append(x, item))
		}
	default:
		return fmt.Errorf("a %s cannot have one", x.Kind())
	}
	return nil
}

func isEmpty(x reflect.Value) bool {
	if x.Kind() == reflect.Slice || x.Kind() == reflect.Map {
		return x.Len() == 0
	}
	return x.IsZero()
}

// inside goes on to what a value holds.
func (v *validation) inside(x reflect.Value, at *place) {
	switch x.Kind() {
	case reflect.Struct:
		v.structure(x, at)
		if s, ok := x.Interface().(Service); ok {
			v.settings(&s, at)
		}
	case reflect.Pointer, reflect.Interface:
		if !x.IsNil() && x.Type() != reflect.TypeFor[ServiceType]() { // the service has them beside it
			v.inside(x.Elem(), at)
		}
	case reflect.Slice:
		v.items(x, at)
	case reflect.Map:
		v.values(x, at)
	case reflect.String:
		if x.Type() == reflect.TypeFor[Quantity]() && x.String() != "" {
			if q := Quantity(x.String()); v.amounts.of(q) == nil {
				_, err := q.Rat()
				v.report(at, err.Error(), "")
			}
		}
	}
}

func (v *validation) items(x reflect.Value, at *place) {
	if !mayHold(x.Type().Elem()) {
		return
	}
	for i, where := range Segments(v.itemNames(x)) {
		item, here := x.Index(i), at.at(where)
		if nilable(item) && item.IsNil() {
			v.report(here, "is nil", "")
			continue
		}
		v.inside(item, here)
	}
}

// itemNames are the names that the items of a list give themselves.
func (v *validation) itemNames(x reflect.Value) []string {
	names := make([]string, x.Len())
	for i := range names {
		item := x.Index(i)
		if a, ok := item.Interface().(AddOn); ok && a != nil {
			names[i] = v.info(a).Name
			continue
		}
		if item.Kind() == reflect.Pointer {
			item = item.Elem()
		}
		if item.Kind() != reflect.Struct {
			continue
		}
		if f, ok := fieldNamed(v.plan.fields(item.Type()), "name"); ok && f.Type.Kind() == reflect.String {
			names[i] = item.FieldByIndex(f.index).String()
		}
	}
	return names
}

func (v *validation) values(x reflect.Value, at *place) {
	if !mayHold(x.Type().Elem()) {
		return
	}
	keys := slices.SortedFunc(maps.Keys(keySet(x)), strings.Compare)
	for _, key := range keys {
		k := reflect.ValueOf(key).Convert(x.Type().Key())
		value, here := x.MapIndex(k), at.at(segment(key))
		if nilable(value) && value.IsNil() {
			v.report(here, "is nil", "")
			continue
		}
		copied := reflect.New(value.Type()).Elem() // entries of a map cannot be written to
		copied.Set(value)
		v.inside(copied, here)
		x.SetMapIndex(k, copied)
	}
}

func keySet(x reflect.Value) map[string]bool {
	keys := make(map[string]bool, x.Len())
	for _, k := range x.MapKeys() {
		keys[k.String()] = true
	}
	return keys
}

func nilable(x reflect.Value) bool {
	return x.Kind() == reflect.Pointer || x.Kind() == reflect.Interface
}

// mayHold reports whether values of a type can have anything to check in them.
func mayHold(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct:
		return true
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return mayHold(t.Elem())
	case reflect.Interface:
		return t == reflect.TypeFor[AddOn]()
	}
	return t == reflect.TypeFor[Quantity]()
}
