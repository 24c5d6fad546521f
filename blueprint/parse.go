package blueprint

import (
	"fmt"
	"io/fs"
	"reflect"

	"go.yaml.in/yaml/v4"

	"slipway.dev/slipway/diag"
)

// Parse reads a platform from YAML. File is the name that problems show; ""
// keeps no positions, for a file that no person wrote. Add-ons come from the
// catalogue. The error holds every problem as diag.Problems, those that
// Validate would find among them. What extend.files names is not read: see
// ParseFS and Load.
func Parse(file string, src []byte, cat Catalog) (*Platform, error) {
	return ParseFS(file, src, cat, nil)
}

// ParseFS is Parse that also reads what extend.files names, from files, whose
// root is the folder of the platform's file. With nil they stay unread, and
// Validate says so.
func ParseFS(file string, src []byte, cat Catalog, files fs.FS) (*Platform, error) {
	p, problems, meant, err := decode(file, src, cat, files)
	if err != nil {
		return nil, err
	}
	if len(problems) == 0 {
		return p, nil
	}
	return nil, draft(p, problems, meant).problems
}

// decode is what could be read of a file, what could not, and the fields that
// unknown ones were probably meant to be. The error is for what is no platform
// at all.
func decode(file string, src []byte, cat Catalog, files fs.FS) (p *Platform, problems diag.Problems, meant []string, err error) {
	root, problem := parseTree(file, src)
	if problem != nil {
		return nil, nil, nil, diag.Problems{withSeverity(*problem)}
	}
	d := newDecoder(file, cat)
	p = &Platform{}
	d.mark(root, nil)
	d.value(root, reflect.ValueOf(p).Elem(), nil)
	p.positions = d.positions
	problems = d.problems
	if files != nil {
		problems = append(problems, p.readFiles(files)...)
	}
	return p, problems, d.meant, nil
}

// parseTree is the one document of a platform's file as a tree that is safe to walk.
func parseTree(file string, src []byte) (*yaml.Node, *diag.Problem) {
	if p, bad := checkText(file, src, maxSource); bad {
		return nil, &p
	}
	roots, problem := documents(file, src)
	if problem != nil {
		return nil, problem
	}
	switch {
	case len(roots) == 0:
		return nil, &diag.Problem{
			Pos: diag.Position{File: file}, Message: "holds no platform: the file is empty",
			Fix: "slipway init writes one to start from.",
		}
	case len(roots) > 1:
		return nil, &diag.Problem{
			Pos:     diag.Position{File: file, Line: roots[1].Line, Column: roots[1].Column},
			Message: fmt.Sprintf("a second document begins here; a platform is one document, this file holds %d", len(roots)),
			Fix:     "Remove the lines ---, or keep the other documents in files of their own.",
		}
	}
	return roots[0], checkSize(file, roots[0], maxNodes)
}

func withSeverity(p diag.Problem) diag.Problem {
	p.Severity = diag.Error
	return p
}
