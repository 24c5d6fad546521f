package blueprint

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"slipway.dev/slipway/diag"
)

// Load reads a platform's file and the files it names. Nothing else in this
// package touches the disk. Names that lead out of the file's folder, also by
// symbolic links, are refused.
func Load(file string, cat Catalog) (*Platform, error) {
	src, err := readSource(file)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return nil, fmt.Errorf("opening the folder of %s: %w", file, err)
	}
	defer root.Close()
	return ParseFS(file, src, cat, root.FS())
}

// readSource reads no more than would be accepted: the rest may be endless.
func readSource(file string) ([]byte, error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, diag.Problems{withSeverity(diag.Problem{
			Pos: diag.Position{File: file}, Message: "there is no such file",
			Fix: "slipway init writes one; -f names another.",
		})}
	}
	if err != nil {
		return nil, fmt.Errorf("opening the platform: %w", err)
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, maxSource+1))
	if err != nil {
		return nil, fmt.Errorf("reading the platform: %w", err)
	}
	return src, nil
}
