package fetch

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"slipway.dev/slipway/charts"
)

// cached is the archive with a digest, nil when it is not kept or was changed.
func (f *Fetcher) cached(digest string) []byte {
	if f.opts.Cache == "" || digest == "" {
		return nil
	}
	archive, err := os.ReadFile(f.cacheFile(digest))
	if err != nil || charts.Digest(archive) != digest {
		return nil
	}
	return archive
}

// keep writes an archive into the cache, whole or not at all.
func (f *Fetcher) keep(archive []byte) error {
	if f.opts.Cache == "" {
		return nil
	}
	if err := WriteFile(f.cacheFile(charts.Digest(archive)), archive); err != nil {
		return fmt.Errorf("keeping a chart: %w", err)
	}
	return nil
}

func (f *Fetcher) cacheFile(digest string) string {
	return filepath.Join(f.opts.Cache, filepath.Base(strings.ReplaceAll(digest, ":", "-"))+".tgz")
}

// WriteFile puts content in place of a file, or leaves what is there: a reader
// never sees half of it. Missing folders are made.
func WriteFile(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // gone already when all went well
	_, err = tmp.Write(content)
	if closed := tmp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(tmp.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	return err
}
