package cfn

import (
	"bytes"
	"encoding/json"
)

// String is a text of a template: a literal or an intrinsic function. The zero
// value is a property left out.
type String struct{ v any }

// Strings is a list of texts, or an intrinsic function that gives one.
type Strings struct{ v any }

// Int is a whole number, or an intrinsic function that gives one.
type Int struct{ v any }

// Float is a number, or an intrinsic function that gives one.
type Float struct{ v any }

// Bool is true, false or an intrinsic function that gives one of them.
type Bool struct{ v any }

// S is a literal text.
func S(s string) String { return String{s} }

// L is a list of literal texts.
func L(items ...string) Strings {
	out := make([]String, len(items))
	for i, s := range items {
		out[i] = S(s)
	}
	return Strings{out}
}

// List is a list of texts.
func List(items ...String) Strings { return Strings{items} }

// I is a literal whole number.
func I(n int) Int { return Int{n} }

// F is a literal number.
func F(f float64) Float { return Float{f} }

// B is a literal true or false.
func B(b bool) Bool { return Bool{b} }

// IsZero reports whether the property is left out.
func (s String) IsZero() bool { return s.v == nil }

// IsZero reports whether the property is left out.
func (s Strings) IsZero() bool { return s.v == nil }

// IsZero reports whether the property is left out.
func (i Int) IsZero() bool { return i.v == nil }

// IsZero reports whether the property is left out.
func (f Float) IsZero() bool { return f.v == nil }

// IsZero reports whether the property is left out.
func (b Bool) IsZero() bool { return b.v == nil }

// MarshalJSON writes the literal or the function.
func (s String) MarshalJSON() ([]byte, error) { return encode(s.v) }

// MarshalJSON writes the literal or the function.
func (s Strings) MarshalJSON() ([]byte, error) { return encode(s.v) }

// MarshalJSON writes the literal or the function.
func (i Int) MarshalJSON() ([]byte, error) { return encode(i.v) }

// MarshalJSON writes the literal or the function.
func (f Float) MarshalJSON() ([]byte, error) { return encode(f.v) }

// MarshalJSON writes the literal or the function.
func (b Bool) MarshalJSON() ([]byte, error) { return encode(b.v) }

// encode is json.Marshal without the escapes meant for HTML.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}
