package manifest

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Most of compiling is writing objects, and the general encoder spends most of
// that on types that manifests do not have. This one knows the types that they
// do have and gives up on any other.

// appendYAML appends a document, or reports that it holds a type it does not know.
func appendYAML(out []byte, object map[string]any) ([]byte, bool) {
	w := writer{out: out}
	w.fields(object, 0)
	return w.out, !w.unknown
}

type writer struct {
	out     []byte
	unknown bool
}

// fields writes a mapping's lines, sorted, each after an indent. The first line
// is not indented when it follows a list's dash: see items.
func (w *writer) fields(m map[string]any, indent int) {
	for i, key := range slices.Sorted(maps.Keys(m)) {
		if i > 0 {
			w.indent(indent)
		}
		w.scalar(key)
		w.out = append(w.out, ':')
		w.value(m[key], indent)
	}
}

// value writes what stands behind a key, with the line's end.
func (w *writer) value(v any, indent int) {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 {
			w.line(" {}")
			return
		}
		w.line("")
		w.indent(indent + 2)
		w.fields(v, indent+2)
	case []any:
		if len(v) == 0 {
			w.line(" []")
			return
		}
		w.line("")
		w.items(v, indent+2)
	default:
		w.out = append(w.out, ' ')
		w.leaf(v, indent+2)
	}
}

func (w *writer) items(list []any, indent int) {
	for _, item := range list {
		w.indent(indent)
		w.out = append(w.out, "- "...)
		switch item := item.(type) {
		case map[string]any:
			if len(item) == 0 {
				w.line("{}")
				continue
			}
			w.fields(item, indent+2)
		case []any:
			if len(item) == 0 {
				w.line("[]")
				continue
			}
			w.unknown = true // lists of lists: no manifest of ours has them
		default:
			w.leaf(item, indent+2)
		}
	}
}

func (w *writer) leaf(v any, indent int) {
	switch v := v.(type) {
	case string:
		if isBlock(v) {
			w.block(v, indent)
			return
		}
		w.scalar(v)
	case int:
		w.out = strconv.AppendInt(w.out, int64(v), 10)
	case int64:
		w.out = strconv.AppendInt(w.out, v, 10)
	case bool:
		w.out = strconv.AppendBool(w.out, v)
	case nil:
		w.out = append(w.out, "null"...)
	default:
		w.unknown = true
	}
	w.line("")
}

// isBlock reports text that a literal block shows as it is: several lines, the
// last one ended, none of them with white space where YAML would look at it.
func isBlock(s string) bool {
	if !strings.HasSuffix(s, "\n") || strings.HasSuffix(s, "\n\n") || strings.ContainsAny(s[:1], " \n\t") {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c == '\n' && i > 0 && (s[i-1] == ' ' || s[i-1] == '\t') || c != '\n' && (c < ' ' || c > '~') {
			return false
		}
	}
	return true
}

func (w *writer) block(s string, indent int) {
	w.line("|")
	for line := range strings.Lines(s) {
		if line != "\n" {
			w.indent(indent)
		}
		w.out = append(w.out, line...)
	}
}

// scalar writes a string plain where it cannot be read as anything else.
func (w *writer) scalar(s string) {
	if isPlain(s) {
		w.out = append(w.out, s...)
		return
	}
	for _, c := range s {
		if c < ' ' && c != '\n' && c != '\t' || c > '~' {
			w.unknown = true // escapes that Go and YAML may see differently
			return
		}
	}
	w.out = strconv.AppendQuote(w.out, s)
}

// isPlain is stricter than YAML: letters first, then characters that mean
// nothing there. Words that are no strings, in any version of YAML, are quoted.
func isPlain(s string) bool {
	if s == "" || !isLetter(s[0]) && s[0] != '/' {
		return false
	}
	for i := 1; i < len(s); i++ {
		c := s[i]
		switch {
		case isLetter(c), '0' <= c && c <= '9', strings.IndexByte("-_./", c) >= 0:
		case c == ':' && i+1 < len(s) && s[i+1] != ' ':
		default:
			return false
		}
	}
	if len(s) <= 5 {
		switch strings.ToLower(s) {
		case "y", "n", "yes", "no", "on", "off", "true", "false", "null":
			return false
		}
	}
	return true
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func (w *writer) indent(n int) {
	const spaces = "                                "
	for n > len(spaces) {
		w.out = append(w.out, spaces...)
		n -= len(spaces)
	}
	w.out = append(w.out, spaces[:n]...)
}

func (w *writer) line(s string) {
	w.out = append(w.out, s...)
	w.out = append(w.out, '\n')
}
