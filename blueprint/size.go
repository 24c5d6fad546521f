package blueprint

import (
	"fmt"

	"go.yaml.in/yaml/v4"

	"slipway.dev/slipway/diag"
)

const (
	maxDepth = 64
	// maxNodes bounds a tree with its aliases written out: an anchor bomb of a
	// few lines would otherwise fill the memory.
	maxNodes = 100_000
)

// extent is how large a node is with its aliases written out.
type extent struct{ nodes, depth int }

// measure computes extents, each node once however often aliases name it.
type measure struct {
	file    string
	known   map[*yaml.Node]extent
	open    map[*yaml.Node]bool
	problem *diag.Problem
}

// checkSize refuses trees that are too large or too deep when written out, and
// those without an end, so that nothing after it has to count.
func checkSize(file string, root *yaml.Node, limit int) *diag.Problem {
	m := measure{file: file, known: map[*yaml.Node]extent{}, open: map[*yaml.Node]bool{}}
	e := m.of(root, 0)
	if m.problem == nil && e.nodes > limit {
		m.fail(root, fmt.Sprintf("holds more than %d values when its aliases are written out", limit), "Use fewer aliases (*name).")
	}
	return m.problem
}

func (m *measure) of(n *yaml.Node, above int) extent {
	if e, ok := m.known[n]; ok {
		if above+e.depth > maxDepth {
			m.tooDeep(n)
		}
		return e
	}
	if m.open[n] {
		m.fail(n, "holds itself through the alias *"+n.Anchor, "Remove the alias.")
		return extent{}
	}
	if above >= maxDepth {
		m.tooDeep(n)
		return extent{}
	}
	m.open[n] = true
	defer delete(m.open, n)
	total := extent{nodes: 1, depth: 1}
	children := n.Content
	if n.Kind == yaml.AliasNode {
		children = []*yaml.Node{n.Alias}
		total = extent{}
		above--
	}
	deepest := 0
	for _, child := range children {
		e := m.of(child, above+1)
		total.nodes = min(total.nodes+e.nodes, 1<<40)
		deepest = max(deepest, e.depth)
		if m.problem != nil {
			return extent{}
		}
	}
	total.depth += deepest
	m.known[n] = total
	return total
}

func (m *measure) tooDeep(n *yaml.Node) {
	m.fail(n, fmt.Sprintf("is nested deeper than %d levels", maxDepth), "")
}

func (m *measure) fail(n *yaml.Node, message, fix string) {
	if m.problem == nil {
		m.problem = &diag.Problem{Pos: diag.Position{File: m.file, Line: n.Line, Column: n.Column}, Message: message, Fix: fix}
	}
}
