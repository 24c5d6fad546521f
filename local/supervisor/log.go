package supervisor

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// logFile is a log that is renamed to .1, .2, … when it gets too large. A line
// is never split over two files and none is dropped.
type logFile struct {
	path string
	max  int64
	keep int

	mu      sync.Mutex
	file    *os.File
	size    int64
	midLine bool // the last byte written did not end a line
}

// openLog continues the file of an earlier run.
func openLog(path string, max int64, keep int) (*logFile, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("opening the log: %w", err)
	}
	l := &logFile{path: path, max: max, keep: keep}
	return l, l.open()
}

func (l *logFile) open() error {
	f, err := os.OpenFile(l.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("opening the log: %w", err)
	}
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		_ = f.Close()
		return fmt.Errorf("opening the log: %w", err)
	}
	l.file, l.size, l.midLine = f, end, false
	return nil
}

// Write appends a chunk of output. When the file is full it finishes the line
// that was begun and goes on in a new file.
func (l *logFile) Write(chunk []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	written := 0
	for written < len(chunk) {
		part := l.part(chunk[written:])
		if len(part) == 0 {
			if err := l.rotate(); err != nil {
				return written, err
			}
			continue
		}
		n, err := l.file.Write(part)
		written += n
		l.size += int64(n)
		if err != nil {
			return written, err
		}
		l.midLine = part[len(part)-1] != '\n'
	}
	return written, nil
}

// part is as much of a chunk as belongs in the current file: none when the
// file is full and the last line in it is complete.
func (l *logFile) part(chunk []byte) []byte {
	room := l.max - l.size
	if int64(len(chunk)) <= room {
		return chunk
	}
	if room > 0 {
		if end := bytes.LastIndexByte(chunk[:room], '\n'); end >= 0 {
			return chunk[:end+1]
		}
	}
	if !l.midLine && l.size > 0 {
		return nil
	}
	if end := bytes.IndexByte(chunk, '\n'); end >= 0 {
		return chunk[:end+1]
	}
	return chunk
}

// rotate renames from the oldest on, so that a crash in between loses none.
func (l *logFile) rotate() error {
	for i := l.keep; i > 0; i-- {
		from := l.numbered(i - 1)
		if err := os.Rename(from, l.numbered(i)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("rotating the log: %w", err)
		}
	}
	old := l.file
	if err := l.open(); err != nil {
		return err
	}
	return old.Close()
}

func (l *logFile) numbered(i int) string {
	if i == 0 {
		return l.path
	}
	return l.path + "." + strconv.Itoa(i)
}

// Close closes the file; what a straggler still writes is refused.
func (l *logFile) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.file.Close()
}
