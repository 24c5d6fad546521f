// Package multicall picks one of several programs that share a binary.
//
// It exists because programs of one upstream project share most of their
// packages. It must not know any of them, and it runs only the one it picked:
// two upstream commands in one process fight over flags, loggers and signals.
package multicall

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// Component is one program inside the binary. Build is a function because
// upstream's constructors register global flags and metrics.
type Component struct {
	Name  string
	Build func() *cobra.Command
}

// Binary is a program of several components.
type Binary struct {
	Name       string
	Version    string
	Components []Component
}

// Pick finds the component that argv asks for: by the name the binary was
// called by or, when that names none, by the first argument. It makes os.Args
// what the component would see were it a binary of its own, because upstream's
// commands read it. Without a component it answers for the binary as a whole;
// then ok is false and code is what to exit with.
func (b Binary) Pick(argv []string, out, errOut io.Writer) (picked Component, ok bool, code int) {
	c, args, ok := b.find(argv)
	if ok {
		os.Args = append([]string{c.Name}, args...)
		return c, true, 0
	}
	return Component{}, false, b.answer(argv[1:], out, errOut)
}

func (b Binary) find(argv []string) (Component, []string, bool) {
	named := func(name string) int {
		return slices.IndexFunc(b.Components, func(c Component) bool { return c.Name == name })
	}
	if i := named(filepath.Base(argv[0])); i >= 0 {
		return b.Components[i], argv[1:], true
	}
	if len(argv) > 1 {
		if i := named(argv[1]); i >= 0 {
			return b.Components[i], argv[2:], true
		}
	}
	return Component{}, nil, false
}

func (b Binary) answer(args []string, out, errOut io.Writer) int {
	switch strings.Join(args, " ") {
	case "version", "--version":
		fmt.Fprintln(out, b.Version)
		return 0
	case "help", "--help", "-h":
		b.usage(out)
		return 0
	}
	b.usage(errOut)
	return 2
}

func (b Binary) usage(out io.Writer) {
	fmt.Fprintf(out, "usage: %s COMPONENT [flags], or a link to this binary named like the component\n", b.Name)
	for _, c := range b.Components {
		fmt.Fprintln(out, "  "+c.Name)
	}
}
