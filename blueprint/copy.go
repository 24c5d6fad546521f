package blueprint

import "reflect"

// deepCopy copies a value with all it holds, so that validating changes nothing
// of its owner's. Unexported fields are shared: nothing here writes to them.
func deepCopy(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	copyInto(out, v)
	return out
}

func copyInto(out, v reflect.Value) {
	out.Set(v)
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			copyInto(out.Elem(), v.Elem())
		}
	case reflect.Interface:
		if !v.IsNil() {
			out.Set(deepCopy(v.Elem()))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && holdsReferences(v.Field(i)) {
				copyInto(out.Field(i), v.Field(i))
			}
		}
	case reflect.Slice:
		copySlice(out, v)
	case reflect.Map:
		copyMap(out, v)
	}
}

func copySlice(out, v reflect.Value) {
	if v.IsNil() {
		return
	}
	out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
	for i := range v.Len() {
		copyInto(out.Index(i), v.Index(i))
	}
}

func copyMap(out, v reflect.Value) {
	if v.IsNil() {
		return
	}
	out.Set(reflect.MakeMapWithSize(v.Type(), v.Len()))
	for entries := v.MapRange(); entries.Next(); {
		out.SetMapIndex(entries.Key(), deepCopy(entries.Value()))
	}
}

func holdsReferences(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Struct, reflect.Slice, reflect.Map:
		return true
	}
	return false
}
