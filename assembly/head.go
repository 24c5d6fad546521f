package assembly

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// head is unit.yaml: the unit without the content of its files. A fleet has
// tens of thousands, and nearly all of them are words and whole numbers: those
// are written here, in a tenth of the time and in the encoder's own form. The
// encoder has the rest.
func (u *Unit) head() ([]byte, error) {
	files := slices.Sorted(maps.Keys(u.Files))
	h := headWriter{plain: true}
	h.unit(u, files)
	if h.plain {
		return h.Bytes(), nil
	}
	data, err := encode(unitDoc{Unit: *u, Files: files})
	if err != nil {
		return nil, fmt.Errorf("writing the unit %s: %w", u.ID, err)
	}
	return data, nil
}

// document is assembly.yaml, the ids of units, its last field, written likewise.
func (idx index) document() ([]byte, error) {
	h := headWriter{plain: true}
	h.WriteString("units:\n")
	for _, id := range idx.Units {
		h.field("  - ", string(id))
	}
	if !h.plain || len(idx.Units) == 0 {
		return encode(idx)
	}
	idx.Units = nil
	data, err := encode(idx)
	return append(bytes.TrimSuffix(data, []byte("units: []\n")), h.Bytes()...), err
}

// headWriter writes YAML, and remembers whether it could write every text.
type headWriter struct {
	bytes.Buffer
	plain bool
}

func (h *headWriter) unit(u *Unit, files []string) {
	h.field("id: ", string(u.ID))
	h.field("kind: ", string(u.Kind))
	h.field("where: ", u.Where)
	if len(u.After) > 0 {
		h.WriteString("after:\n")
		for _, id := range u.After {
			h.field("  - ", string(id))
		}
	}
	h.gates(u.Gates)
	if len(u.Bind) > 0 {
		h.WriteString("bind:\n")
		for _, b := range u.Bind {
			h.field("  - from: ", string(b.From))
			h.field("    output: ", b.Output)
			h.field("    token: ", b.Token)
		}
	}
	if u.Timeout != 0 {
		h.duration("timeout: ", u.Timeout)
	}
	h.WriteString("origin:\n")
	h.field("  path: ", u.Origin.Path)
	h.optional("fidelity: ", u.Fidelity)
	if len(files) > 0 {
		h.WriteString("files:\n")
		for _, name := range files {
			h.field("  - ", name)
		}
	}
}

func (h *headWriter) gates(gates []Gate) {
	if len(gates) > 0 {
		h.WriteString("gates:\n")
	}
	for _, g := range gates {
		h.field("  - kind: ", string(g.Kind))
		if !g.Object.IsZero() {
			h.WriteString("    object:\n")
			h.optional("      apiVersion: ", g.Object.APIVersion)
			h.optional("      kind: ", g.Object.Kind)
			h.optional("      namespace: ", g.Object.Namespace)
			h.optional("      name: ", g.Object.Name)
		}
		h.optional("    path: ", g.Path)
		h.optional("    value: ", g.Value)
		h.optional("    url: ", g.URL)
		h.duration("    within: ", g.Within)
	}
}

// plain reports whether the encoder writes a text as it is: it has no space, is
// no number, and no character in it means something where it stands.
func plain(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '$':
		case '0' <= c && c <= '9', strings.IndexByte("/_.{}()[]=-", c) >= 0:
			if i == 0 {
				return false
			}
		case c == ':':
			if i == 0 || i == len(text)-1 {
				return false
			}
		default:
			return false
		}
	}
	return text != "" && !slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, text) })
}

// words mean something else than themselves in one version of YAML or another.
var words = []string{"true", "false", "yes", "no", "on", "off", "y", "n", "null"}

func (h *headWriter) field(start, text string) {
	h.WriteString(start)
	switch {
	case plain(text):
		h.WriteString(text)
	case number(text):
		h.WriteString(strconv.Quote(text))
	default:
		h.plain = false
	}
	h.WriteByte('\n')
}

// number reports whether a text would be read as a whole number without quotes.
func number(text string) bool {
	return text == "0" || text != "" && text[0] != '0' && strings.Trim(text, "0123456789") == ""
}

func (h *headWriter) optional(start, text string) {
	if text != "" {
		h.field(start, text)
	}
}

func (h *headWriter) duration(start string, d time.Duration) {
	h.WriteString(start)
	h.WriteString(d.String())
	h.WriteByte('\n')
}
