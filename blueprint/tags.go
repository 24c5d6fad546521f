package blueprint

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"time"
)

// CheckTags reports mistakes in the tags of a settings struct and all it holds:
// rules that do not exist, defaults that do not fit, fields without a doc. It is
// for tests, of the catalogue above all; users never meet such a mistake.
func CheckTags(prototype any) error {
	var errs []error
	checkTags(reflect.TypeOf(prototype), map[reflect.Type]bool{}, &errs)
	return errors.Join(errs...)
}

func checkTags(t reflect.Type, seen map[reflect.Type]bool, errs *[]error) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return
	}
	seen[t] = true
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() && f.Tag.Get("yaml") == "" {
			*errs = append(*errs, fmt.Errorf("%s.%s: has no yaml tag", t, f.Name))
		}
	}
	for _, f := range Fields(t) {
		for _, err := range f.mistakes() {
			*errs = append(*errs, fmt.Errorf("%s.%s: %w", t, f.Name, err))
		}
		checkTags(f.Type, seen, errs)
	}
}

func (f Field) mistakes() []error {
	var errs []error
	if f.Doc == "" {
		errs = append(errs, errors.New("has no doc"))
	}
	for _, r := range f.Rules {
		if !slices.Contains(RuleNames(), r.Name) {
			errs = append(errs, fmt.Errorf("has the unknown rule %q", r.Name))
		}
		if _, err := strconv.Atoi(r.Arg); (r.Name == "min" || r.Name == "max") && err != nil {
			errs = append(errs, fmt.Errorf("%s needs a number, not %q", r.Name, r.Arg))
		}
	}
	if !decodable(f.Type) {
		errs = append(errs, fmt.Errorf("has a type that a blueprint cannot hold: %s", f.Type))
	}
	if f.Default == "" {
		return errs
	}
	if err := setText(reflect.New(f.Type).Elem(), f.Default); err != nil {
		errs = append(errs, fmt.Errorf("its default does not fit: %w", err))
	}
	if f.Type.Kind() == reflect.Bool || f.Type.Kind() == reflect.Float64 {
		errs = append(errs, errors.New("false or 0 could not be told from the default: use a pointer"))
	}
	return errs
}

func decodable(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		return t == reflect.TypeFor[AddOns]() || decodable(t.Elem())
	case reflect.Map:
		return t.Key().Kind() == reflect.String && (t.Elem().Kind() == reflect.Interface || decodable(t.Elem()))
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int32, reflect.Int64, reflect.Float64, reflect.Struct:
		return true
	case reflect.Interface:
		return t == reflect.TypeFor[any]() || t == reflect.TypeFor[ServiceType]()
	}
	return t == reflect.TypeFor[time.Duration]()
}
