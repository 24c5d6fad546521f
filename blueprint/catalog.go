package blueprint

import (
	"reflect"
	"slices"
)

// Catalog is what a blueprint can ask for: prototypes, pointers to empty settings.
type Catalog struct {
	AddOns   []AddOn
	Services []ServiceType
	// LeftOut are add-ons that people may look for and do not find, with the reason.
	LeftOut map[string]string
}

// Names are the names of all add-ons, sorted.
func (c Catalog) Names() []string {
	names := make([]string, len(c.AddOns))
	for i, a := range c.AddOns {
		names[i] = a.Info().Name
	}
	slices.Sort(names)
	return names
}

// Find is the prototype with a name. It is shared: use New for one to fill.
func (c Catalog) Find(name string) (AddOn, bool) {
	for _, a := range c.AddOns {
		if a.Info().Name == name {
			return a, true
		}
	}
	return nil, false
}

// New is an add-on with a name and no settings, to be filled by the caller.
func (c Catalog) New(name string) (AddOn, bool) {
	prototype, ok := c.Find(name)
	if !ok {
		return nil, false
	}
	return freshOf(prototype), true
}

// ServiceNames are the names of all types of service, sorted.
func (c Catalog) ServiceNames() []string {
	names := make([]string, len(c.Services))
	for i, s := range c.Services {
		names[i] = s.Info().Name
	}
	slices.Sort(names)
	return names
}

// FindService is the prototype of a type of service. It is shared.
func (c Catalog) FindService(name string) (ServiceType, bool) {
	for _, s := range c.Services {
		if s.Info().Name == name {
			return s, true
		}
	}
	return nil, false
}

// freshOf is an empty value of the prototype's type, an AddOn or a ServiceType.
func freshOf[T any](prototype T) T {
	t := reflect.TypeOf(prototype)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return reflect.New(t).Interface().(T) // a pointer has every method of its type
}
