package blueprint

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// scalar decodes into text, numbers and booleans. Text takes a number as it is
// written: 1.30 stays 1.30, 011111111111 keeps its zero.
func (d *decoder) scalar(n *yaml.Node, v reflect.Value, at *place) {
	if n.Kind != yaml.ScalarNode || isNull(n) {
		d.wrongType(n, v.Type(), at)
		return
	}
	ok := true
	switch v.Kind() {
	case reflect.String:
		v.SetString(n.Value)
	case reflect.Bool:
		ok = n.ShortTag() == "!!bool"
		v.SetBool(strings.EqualFold(n.Value, "true"))
	case reflect.Float64, reflect.Float32:
		ok = d.float(n, v)
	default:
		ok = d.integer(n, v)
	}
	if !ok {
		d.wrongType(n, v.Type(), at)
	}
}

var decimal = regexp.MustCompile(`^[-+]?(0|[1-9][0-9]*)$`)

// integer takes decimal digits only: YAML reads 010 as eight, people do not.
func (d *decoder) integer(n *yaml.Node, v reflect.Value) bool {
	if n.ShortTag() != "!!int" || !decimal.MatchString(n.Value) {
		return false
	}
	i, err := strconv.ParseInt(n.Value, 10, 64)
	if err != nil || i == None || v.OverflowInt(i) {
		return false
	}
	v.SetInt(i)
	return true
}

func (d *decoder) float(n *yaml.Node, v reflect.Value) bool {
	if tag := n.ShortTag(); tag != "!!int" && tag != "!!float" {
		return false
	}
	f, err := strconv.ParseFloat(n.Value, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return false
	}
	v.SetFloat(f)
	return true
}

func (d *decoder) duration(n *yaml.Node, v reflect.Value, at *place) {
	if n.Kind != yaml.ScalarNode {
		d.wrongType(n, v.Type(), at)
		return
	}
	value, err := time.ParseDuration(n.Value)
	if err != nil {
		d.problem(n, at, "must be "+wanted(v.Type())+", is "+found(n), fixDuration(n))
		return
	}
	v.SetInt(int64(value))
}

func fixDuration(n *yaml.Node) string {
	if n.ShortTag() == "!!int" {
		return fmt.Sprintf("Give it a unit: %ss.", n.Value)
	}
	return ""
}

// freeInto fills a map of anything, as Kubernetes objects are.
func (d *decoder) freeInto(n *yaml.Node, v reflect.Value, at *place) {
	value, ok := d.free(n, at).(map[string]any)
	if !ok {
		return
	}
	v.Set(reflect.ValueOf(value).Convert(v.Type()))
}

// free decodes a node to plain Go values: maps with text keys, lists, text,
// numbers, booleans and nil.
func (d *decoder) free(n *yaml.Node, at *place) any {
	n, ok := d.resolve(n, at)
	if !ok {
		return nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for _, e := range d.entries(n, at.field, at) {
			here := at.field(segment(e.name))
			d.mark(e.key, here)
			out[e.name] = d.free(e.value, here)
		}
		return out
	case yaml.SequenceNode:
		out := make([]any, len(n.Content))
		names := Segments(itemNames(n))
		for i, item := range n.Content {
			here := at.at(names[i])
			d.mark(item, here)
			out[i] = d.free(item, here)
		}
		return out
	}
	return d.freeScalar(n, at)
}

func (d *decoder) freeScalar(n *yaml.Node, at *place) any {
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		if b, err := strconv.ParseBool(strings.ToLower(n.Value)); err == nil {
			return b
		}
	case "!!int":
		if i, err := strconv.ParseInt(n.Value, 0, 64); err == nil {
			return int(i)
		}
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil {
			return f
		}
	case "!!float":
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil && !math.IsNaN(f) && !math.IsInf(f, 0) {
			return f
		}
	default:
		return n.Value
	}
	d.problem(n, at, "is no number that JSON knows: "+found(n), "Put it in quotes if it is text.")
	return nil
}
