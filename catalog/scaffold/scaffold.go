// Package scaffold writes the beginning of a new add-on: its file, its golden
// test, its line in the catalogue. It exists so that an add-on starts as the
// others are; it must not overwrite anything.
package scaffold

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"
)

var (
	//go:embed addon.go.tmpl
	source string
	//go:embed addon.txtar.tmpl
	golden string
)

// listFile holds the catalogue's list.
const listFile = "addons.go"

var (
	validName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	entry     = regexp.MustCompile(`(?m)^\t\t&([A-Za-z0-9]+)\{\},\n`)
)

// New writes the add-on NAME into dir, the catalogue's folder, and adds it to
// the list. It returns the files it wrote, the list last. Nothing is written
// when one of the files exists already or the list cannot be extended.
func New(dir, name string) ([]string, error) {
	if !validName.MatchString(name) {
		return nil, fmt.Errorf("the name %q: want lower case letters and digits with dashes between them, such as cert-manager", name)
	}
	list, err := os.ReadFile(filepath.Join(dir, listFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s has no %s: name the folder of a catalogue", dir, listFile)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the catalogue: %w", err)
	}
	extended, err := extend(list, typeName(name))
	if err != nil {
		return nil, err
	}
	files, err := contents(dir, name)
	if err != nil {
		return nil, err
	}
	return write(files, filepath.Join(dir, listFile), extended)
}

// file is one new file.
type file struct {
	path string
	data []byte
}

func contents(dir, name string) ([]file, error) {
	about := map[string]string{"Name": name, "Type": typeName(name)}
	code, err := render(source, about)
	if err != nil {
		return nil, err
	}
	if code, err = format.Source(code); err != nil {
		return nil, fmt.Errorf("formatting the add-on: %w", err)
	}
	test, err := render(golden, about)
	if err != nil {
		return nil, err
	}
	return []file{
		{filepath.Join(dir, strings.ReplaceAll(name, "-", "_")+".go"), code},
		{filepath.Join(dir, "testdata", name+".txtar"), test},
	}, nil
}

func render(text string, about map[string]string) ([]byte, error) {
	t, err := template.New("").Parse(text)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, about)
	return out.Bytes(), err
}

// write creates the files, then replaces the list.
func write(files []file, listPath string, list []byte) ([]string, error) {
	for _, f := range files {
		if _, err := os.Lstat(f.path); err == nil {
			return nil, fmt.Errorf("%s is there already", f.path)
		}
	}
	var written []string
	for _, f := range files {
		if err := os.MkdirAll(filepath.Dir(f.path), 0o755); err != nil {
			return written, fmt.Errorf("writing the add-on: %w", err)
		}
		if err := os.WriteFile(f.path, f.data, 0o644); err != nil {
			return written, fmt.Errorf("writing the add-on: %w", err)
		}
		written = append(written, f.path)
	}
	if err := os.WriteFile(listPath, list, 0o644); err != nil {
		return written, fmt.Errorf("adding to the catalogue: %w", err)
	}
	return append(written, listPath), nil
}

// extend puts the type into the list where the order of names wants it.
func extend(list []byte, name string) ([]byte, error) {
	places := entry.FindAllSubmatchIndex(list, -1)
	if len(places) == 0 {
		return nil, fmt.Errorf("%s has no list of add-ons with lines like &Calico{}", listFile)
	}
	at := places[len(places)-1][1]
	for _, p := range places {
		other := string(list[p[2]:p[3]])
		if other == name {
			return nil, fmt.Errorf("the catalogue has %s already", name)
		}
		if strings.ToLower(other) > strings.ToLower(name) {
			at = p[0]
			break
		}
	}
	return slices.Concat(list[:at], []byte("\t\t&"+name+"{},\n"), list[at:]), nil
}

// typeName is cert-manager as CertManager.
func typeName(name string) string {
	var b strings.Builder
	for _, word := range strings.Split(name, "-") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}
