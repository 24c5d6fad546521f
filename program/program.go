// Package program is the frame of a platform written in Go: its main calls Main,
// and every command of slipway takes the program's folder in place of a YAML
// file. It knows nothing of targets and deploys nothing.
package program

import (
	"fmt"
	"io"
	"io/fs"
	"os"

	"slipway.dev/slipway/blueprint"
)

// Main writes the platform to stdout as YAML, which is what slipway reads from
// the program. Problems go to stderr, and the program ends with exit code 1.
// Files that the platform names are read relative to the working directory.
func Main(p *blueprint.Platform) {
	root, err := os.OpenRoot(".")
	if err != nil {
		fmt.Fprintf(os.Stderr, "opening the working directory: %v\n", err)
		os.Exit(1)
	}
	os.Exit(run(p, root.FS(), os.Stdout, os.Stderr))
}

func run(p *blueprint.Platform, files fs.FS, stdout, stderr io.Writer) int {
	out, err := encode(p, files)
	if err == nil {
		_, err = stdout.Write(out)
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

// encode refuses what slipway would refuse, where the program's author sees it first.
func encode(p *blueprint.Platform, files fs.FS) ([]byte, error) {
	if err := p.ReadFiles(files); err != nil {
		return nil, err
	}
	if _, err := p.Validate(); err != nil {
		return nil, err
	}
	return blueprint.EncodeYAML(p)
}
