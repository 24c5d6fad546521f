package compare

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// reference is a place in a resource that names another resource or a parameter.
type reference struct {
	target     string
	attribute  string // "" for a Ref
	path, rule string // as shown, and without list indexes
}

// references are those of a value, in the order of their paths.
func references(v any) []reference {
	f := &finder{}
	f.value(v, "", "")
	return f.found
}

type finder struct{ found []reference }

func (f *finder) value(v any, at, rule string) {
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			f.value(item, fmt.Sprintf("%s[%d]", at, i), rule)
		}
	case map[string]any:
		if intrinsic(v) {
			f.call(v, at, rule)
			return
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			f.value(v[key], join(at, key), join(rule, key))
		}
	}
}

// call finds what a function refers to, and what its arguments do: all of them
// make the one value at the path.
func (f *finder) call(v map[string]any, at, rule string) {
	add := func(name string) {
		target, attribute, _ := strings.Cut(name, ".")
		f.found = append(f.found, reference{target, attribute, at, rule})
	}
	for function, argument := range v {
		switch arg := argument.(type) {
		case string:
			switch function {
			case "Ref", "Fn::GetAtt":
				add(arg)
			case "Fn::Sub":
				placeholders(arg, nil, add)
			}
		case []any:
			f.list(function, arg, add, at, rule)
		case map[string]any:
			f.argument(arg, at, rule)
		}
	}
}

func (f *finder) list(function string, args []any, add func(string), at, rule string) {
	switch {
	case function == "Fn::GetAtt" && len(args) == 2:
		add(fmt.Sprint(args[0]) + "." + fmt.Sprint(args[1]))
		return
	case function == "Fn::Sub" && len(args) == 2:
		own, _ := args[1].(map[string]any)
		placeholders(fmt.Sprint(args[0]), own, add)
	}
	for _, arg := range args {
		f.argument(arg, at, rule)
	}
}

// argument looks into an argument of a function without going on with the path.
func (f *finder) argument(v any, at, rule string) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			f.argument(item, at, rule)
		}
	case map[string]any:
		if intrinsic(v) {
			f.call(v, at, rule)
			return
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			f.argument(v[key], at, rule)
		}
	}
}

// placeholders are the names in the text of a Fn::Sub, but its own and ${!literals}.
func placeholders(text string, own map[string]any, add func(string)) {
	for _, part := range strings.Split(text, "${")[1:] {
		name, _, closed := strings.Cut(part, "}")
		if _, given := own[name]; closed && !given && !strings.HasPrefix(name, "!") {
			add(name)
		}
	}
}
