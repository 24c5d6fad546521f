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
	src, root, err := open(file)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return ParseFS(file, src, cat, root.FS())
}

// open is a file's text and the folder it is in.
func open(file string) (src []byte, folder *os.Root, err error) {
	if src, err = readSource(file); err != nil {
		return nil, nil, err
	}
	if folder, err = os.OpenRoot(filepath.Dir(file)); err != nil {
		return nil, nil, fmt.Errorf("opening the folder of %s: %w", file, err)
	}
	return src, folder, nil
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
