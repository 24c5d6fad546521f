package deploy

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"

	"slipway.dev/slipway/assembly"
)

// known are the outputs of the units that are finished.
type known struct {
	mu  sync.Mutex
	out map[assembly.UnitID]Outputs
}

func (k *known) set(id assembly.UnitID, o Outputs) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.out == nil {
		k.out = map[assembly.UnitID]Outputs{}
	}
	k.out[id] = o
}

func (k *known) get(id assembly.UnitID) Outputs {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.out[id]
}

// fill is the unit with its bindings put into its files. The unit itself is
// left alone: an assembly can be executed twice.
func (k *known) fill(u *assembly.Unit) (*assembly.Unit, error) {
	if len(u.Bind) == 0 {
		return u, nil
	}
	filled := *u
	filled.Files = make(map[string][]byte, len(u.Files))
	for name, content := range u.Files {
		filled.Files[name] = content
	}
	for _, b := range u.Bind {
		if b.Token == "" {
			return nil, fmt.Errorf("the binding of %s to %s names no token", b.Output, b.From)
		}
		outputs := k.get(b.From)
		value, ok := outputs[b.Output]
		if !ok {
			return nil, fmt.Errorf("%s needs the output %q of %s, which gives %s", u.ID, b.Output, b.From, names(outputs))
		}
		for name, content := range filled.Files {
			filled.Files[name] = bytes.ReplaceAll(content, []byte(b.Token), []byte(value))
		}
	}
	return &filled, nil
}

func names(o Outputs) string {
	if len(o) == 0 {
		return "none"
	}
	var all []string
	for name := range o {
		all = append(all, name)
	}
	slices.Sort(all)
	return "only " + strings.Join(all, ", ")
}
