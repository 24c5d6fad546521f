package workload

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/manifest"
)

// maxFile bounds a file that is looked at, maxFolder those of a folder together.
const (
	maxFile   = 8 << 20
	maxFolder = 64 << 20
)

// Folder is what lies in a folder of a team's repository.
type Folder struct {
	Score []Source
	// Plain are files of Kubernetes objects, as they are. In a folder that
	// Kustomize or Helm renders there are none: they are theirs.
	Plain [][]byte
}

// Open looks at the YAML files of a folder itself, not those below. Show is
// the folder's name in problems. A file is one of Score's by its apiVersion, or
// where it is called score.yaml, score-NAME.yaml or NAME.score.yaml. What is
// neither that nor made of Kubernetes objects is left alone.
func Open(files fs.FS, show string) (*Folder, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, fmt.Errorf("reading the folder %s: %w", show, err)
	}
	foreign := slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return slices.Contains(renderers, e.Name()) })
	f, size := &Folder{}, 0
	var problems diag.Problems
	for _, e := range entries { // sorted
		if ext := path.Ext(e.Name()); ext != ".yaml" && ext != ".yml" || slices.Contains(renderers, e.Name()) {
			continue
		}
		data, err := readFile(files, e.Name())
		if errors.Is(err, errNoFile) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if size += len(data); size > maxFolder {
			return nil, fmt.Errorf("the YAML files of the folder %s hold more than %d bytes", show, maxFolder)
		}
		file := path.Join(show, e.Name())
		kind, problem := classify(file, e.Name(), data, foreign)
		switch {
		case problem != nil:
			problems.Add(*problem)
		case kind == scoreFile:
			f.Score = append(f.Score, Source{File: file, Data: data, Files: files})
		case kind == plainFile && !foreign:
			f.Plain = append(f.Plain, data)
		}
	}
	return f, problems.Err()
}

// HoldsScore reports whether a folder is one whose files Render turns into
// objects: it has a Score file, be it a broken one, and no other program renders
// it. Argo CD asks before it takes a folder for one of Kustomize, Helm or objects.
func HoldsScore(files fs.FS) (bool, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return false, fmt.Errorf("reading the folder: %w", err)
	}
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return slices.Contains(renderers, e.Name()) }) {
		return false, nil
	}
	for _, e := range entries {
		if ext := path.Ext(e.Name()); ext != ".yaml" && ext != ".yml" {
			continue
		}
		data, err := readFile(files, e.Name())
		if errors.Is(err, errNoFile) {
			continue
		}
		if err != nil {
			return false, err
		}
		kind, problem := classify(e.Name(), e.Name(), data, true)
		if kind == scoreFile || problem != nil && scoreVersion.Match(data) {
			return true, nil
		}
	}
	return false, nil
}

// scoreVersion is the line that makes a file one of Score's, also where the rest
// of it cannot be read.
var scoreVersion = regexp.MustCompile(`(?m)^apiVersion:[ \t]*["']?score\.dev/`)

// OpenFile takes one file as a Score file, whatever it is called.
func OpenFile(files fs.FS, name, show string) (*Folder, error) {
	data, err := readFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", show, err)
	}
	return &Folder{Score: []Source{{File: show, Data: data, Files: files}}}, nil
}

// renderers are files that say that another program renders the folder.
var renderers = []string{"kustomization.yaml", "kustomization.yml", "Kustomization", "Chart.yaml"}

var errNoFile = errors.New("is no file")

func readFile(files fs.FS, name string) ([]byte, error) {
	if info, err := fs.Stat(files, name); err != nil || !info.Mode().IsRegular() {
		return nil, errNoFile // a folder, a pipe, a link out of the folder
	}
	f, err := files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", name, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return data, nil
}

type kind int

const (
	otherFile kind = iota
	scoreFile
	plainFile
)

// classify says whose a file is.
func classify(file, name string, data []byte, foreign bool) (kind, *diag.Problem) {
	base := strings.TrimSuffix(name, path.Ext(name))
	if base == "score" || strings.HasPrefix(base, "score-") || strings.HasSuffix(base, ".score") {
		return scoreFile, nil
	}
	mayBeScore := bytes.Contains(data, []byte(scoreGroup))
	if foreign && !mayBeScore {
		return otherFile, nil
	}
	if len(data) > maxSource { // too large for a Score file; Kubernetes' definitions are such files
		return plainFile, nil
	}
	roots, problem := blueprint.Nodes(file, data)
	if problem != nil {
		return otherFile, problem
	}
	score, plain := 0, 0
	for _, root := range roots {
		switch version := text(root, "apiVersion"); {
		case strings.HasPrefix(version, scoreGroup):
			score++
		case version != "" && text(root, "kind") != "" && !slices.Contains(notObjects, group(manifest.Object{"apiVersion": version})):
			plain++
		}
	}
	switch {
	case score > 0 && score < len(roots):
		return otherFile, &diag.Problem{
			Pos: diag.Position{File: file, Line: roots[0].Line, Column: roots[0].Column}, Severity: diag.Error,
			Message: "holds Score workloads beside something else", Fix: "Give them files of their own.",
		}
	case score > 0:
		return scoreFile, nil
	case plain > 0 && plain == len(roots):
		return plainFile, nil
	}
	return otherFile, nil
}

const (
	scoreGroup = "score.dev/"
	// maxSource is what blueprint.Nodes reads at most.
	maxSource = 1 << 20
)

// notObjects are groups whose files look like Kubernetes objects, and no cluster
// knows them.
var notObjects = []string{"slipway.dev", "kustomize.config.k8s.io"}

func text(n *yaml.Node, key string) string {
	if v := child(n, key); v != nil && v.Kind == yaml.ScalarNode {
		return v.Value
	}
	return ""
}

// Render writes a folder as one YAML stream: what its Score files become, then
// its plain files. Equal folders and options give equal bytes.
func (f *Folder) Render(opts Options) ([]byte, error) {
	result, err := Render(f.Score, opts)
	if err != nil {
		return nil, err
	}
	out, err := manifest.Encode(result.Objects...)
	if err != nil {
		return nil, fmt.Errorf("writing the workloads: %w", err)
	}
	for _, plain := range f.Plain {
		if len(out) > 0 {
			out = append(out, "---\n"...)
		}
		out = append(out, bytes.TrimPrefix(bytes.TrimPrefix(plain, []byte("\ufeff")), []byte("---\n"))...)
		if !bytes.HasSuffix(out, []byte("\n")) {
			out = append(out, '\n')
		}
	}
	return out, nil
}
