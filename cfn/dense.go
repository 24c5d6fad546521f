package cfn

import (
	"bytes"
	"encoding/json"
	"strings"
)

// lineWidth is how long a line of a dense template may be.
const lineWidth = 160

// dense writes JSON with whatever fits into a line on one line, keys in their
// order: less than half the bytes of a line for each value, and still to be read.
func dense(data []byte) ([]byte, error) {
	var out bytes.Buffer
	err := writeDense(&out, data, "")
	out.WriteByte('\n')
	return out.Bytes(), err
}

func writeDense(out *bytes.Buffer, value json.RawMessage, indent string) error {
	var short bytes.Buffer
	if err := json.Compact(&short, value); err != nil {
		return err
	}
	line := short.Bytes()
	if len(indent)+len(line) <= lineWidth || line[0] != '{' && line[0] != '[' {
		out.Write(line)
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(line))
	if _, err := dec.Token(); err != nil { // the bracket
		return err
	}
	inner := indent + " "
	out.WriteByte(line[0])
	width := lineWidth // of the line that is being filled: the first item begins a new one
	for first := true; dec.More(); first = false {
		key, item, err := member(dec, line[0] == '{')
		if err != nil {
			return err
		}
		if !first {
			out.WriteByte(',')
		}
		if fits := len(item) > 0 && strings.IndexByte("{[", item[0]) < 0 && key == ""; !fits || width+len(item)+1 > lineWidth {
			out.WriteString("\n" + inner)
			width = len(inner)
		}
		width += len(item) + 1
		out.WriteString(key)
		if err := writeDense(out, item, inner); err != nil {
			return err
		}
	}
	out.WriteString("\n" + indent)
	out.WriteByte(line[len(line)-1])
	return nil
}

// member is the next item of a list, or of an object with its key before it.
func member(dec *json.Decoder, keyed bool) (key string, item json.RawMessage, err error) {
	if keyed {
		token, err := dec.Token()
		if err != nil {
			return "", nil, err
		}
		name, err := encode(token)
		if err != nil {
			return "", nil, err
		}
		key = string(name) + ": "
	}
	err = dec.Decode(&item)
	return key, item, err
}
