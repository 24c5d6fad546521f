package blueprint

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"slipway.dev/slipway/diag"
)

// documents reads the node trees of a YAML stream, those of empty documents
// left out. What is wrong with the syntax ends the reading.
func documents(file string, src []byte) ([]*yaml.Node, *diag.Problem) {
	// The parser's own limit only has to keep the stack small: checkSize explains.
	loader, err := yaml.NewLoader(bytes.NewReader(src), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(1000))))
	if err != nil {
		return nil, &diag.Problem{Pos: diag.Position{File: file}, Message: err.Error()}
	}
	var roots []*yaml.Node
	for {
		var doc yaml.Node
		err := loader.Load(&doc)
		if errors.Is(err, io.EOF) {
			return roots, nil
		}
		if err != nil {
			p := syntaxProblem(file, src, err)
			return nil, &p
		}
		if root := content(&doc); root != nil {
			roots = append(roots, root)
		}
	}
}

// content is what a document holds, nil when that is nothing.
func content(doc *yaml.Node) *yaml.Node {
	if doc.Kind != yaml.DocumentNode {
		return doc
	}
	if len(doc.Content) == 0 || isNull(doc.Content[0]) && doc.Content[0].Anchor == "" {
		return nil
	}
	return doc.Content[0]
}

// syntaxProblem says in the user's words what the parser says in YAML's.
func syntaxProblem(file string, src []byte, err error) diag.Problem {
	var load *yaml.LoadError
	var all *yaml.LoadErrors
	if errors.As(err, &all) && len(all.Errors) > 0 {
		load = all.Errors[0]
	} else if !errors.As(err, &load) {
		return diag.Problem{Pos: diag.Position{File: file}, Message: "is not YAML: " + err.Error()}
	}
	for _, line := range []int{load.Mark.Line, load.ContextMark.Line, load.Mark.Line - 1} {
		if pos, ok := indentTab(file, src, line); ok && line > 0 {
			return diag.Problem{Pos: pos, Message: "a tab indents this line", Fix: "YAML indents with spaces: replace each tab by two of them."}
		}
	}
	p := inWords(file, src, load)
	if p.Pos.Line == 0 {
		p.Pos = diag.Position{File: file}
	}
	return p
}

func inWords(file string, src []byte, load *yaml.LoadError) diag.Problem {
	at := func(m yaml.Mark) diag.Position { return diag.Position{File: file, Line: m.Line, Column: m.Column} }
	p := diag.Problem{Pos: at(load.Mark), Message: load.Message}
	opened := fmt.Sprintf("that begins on line %d", load.ContextMark.Line)
	switch what := load.Message; {
	case strings.Contains(what, "cannot start any token"):
		p.Message = fmt.Sprintf("%q cannot begin a value", charAt(src, load.Mark))
		p.Fix = "Put the value in quotes."
	case strings.Contains(what, "mapping values are not allowed"):
		p.Message = `a ":" stands where no field can be`
		p.Fix = "Check how far this line and the one above are indented; put text with \": \" in it in quotes."
	case strings.Contains(what, "expected ',' or ']'"), strings.Contains(what, "expected ',' or '}'"):
		p.Message = "the bracket " + opened + " is not closed"
		p.Fix = "Close it, or put a comma between its items."
	case strings.Contains(what, "expected '-' indicator"):
		p.Message = "this line stands among the items of the list " + opened + " and is none"
		p.Fix = "Begin it with \"- \", or indent it differently."
	case strings.Contains(what, "expected key"):
		p.Message = "this line fits no level of what stands above it"
		p.Fix = "Indent it like its neighbours."
	case strings.Contains(what, "end of stream") && strings.Contains(load.ContextMsg, "quoted"):
		p.Pos, p.Message, p.Fix = at(load.ContextMark), "the quote that begins here is never closed", "Close it."
	case strings.Contains(what, "unknown escape"):
		p.Message, p.Fix = `a "\" stands before a character that needs none`, `Write \\ for a backslash, or use single quotes.`
	case strings.Contains(what, "expected node content"):
		p.Message = "a value is missing here"
	case strings.Contains(what, "unknown anchor"):
		p.Fix = "Define it before its first use: name: &anchor value."
	case strings.Contains(what, "max depth"):
		p.Message = fmt.Sprintf("is nested deeper than %d levels", maxDepth)
	case load.ContextMsg != "":
		p.Message = fmt.Sprintf("%s (%s on line %d)", load.Message, load.ContextMsg, load.ContextMark.Line)
	}
	return p
}

func charAt(src []byte, m yaml.Mark) string {
	text := lineOf(src, m.Line)
	for ; m.Column > 1 && len(text) > 0; m.Column-- {
		_, size := utf8.DecodeRune(text)
		text = text[size:]
	}
	r, _ := utf8.DecodeRune(text)
	return string(r)
}

func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null"
}
