package state

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// maxSocketPath is what fits into sun_path with its final zero byte on every
// system we run on: 108 on Linux, 104 on macOS. One number for both keeps a
// path that works here working there.
const maxSocketPath = 103

// socketPointer names the file that says where the socket went when its usual
// path is too long. Environment variables differ between logins; the file does
// not, so a client of another session finds the same socket.
const socketPointer = "daemon.sock.path"

// Socket returns the path of the daemon's socket. It is daemon.sock in the
// state directory; when that is too long for a unix socket it is a short path
// in $XDG_RUNTIME_DIR or the temporary directory, which the file
// daemon.sock.path in the state directory then tells.
func (d Dir) Socket() (string, error) {
	usual := d.Join("daemon.sock")
	if len(usual) <= maxSocketPath {
		return usual, nil
	}
	if told, err := os.ReadFile(d.Join(socketPointer)); err == nil {
		path := strings.TrimSpace(string(told))
		if privateDir(filepath.Dir(path)) == nil {
			return path, nil
		}
	}
	path, err := shortSocket(d.path)
	if err != nil {
		return "", fmt.Errorf("placing the daemon's socket (%s is longer than %d bytes): %w", usual, maxSocketPath, err)
	}
	if err := os.MkdirAll(d.path, 0o700); err != nil {
		return "", fmt.Errorf("creating the state directory: %w", err)
	}
	return path, WriteFile(d.Join(socketPointer), []byte(path), 0o600)
}

// Socket is a unix socket of a component, in its data directory or, where that
// is too long for one, in a directory of this user alone.
func (c Cluster) Socket(component, name string) (string, error) {
	usual := filepath.Join(c.Data(component), name+".sock")
	if len(usual) <= maxSocketPath {
		return usual, nil
	}
	path, err := shortSocket(usual)
	if err != nil {
		return "", fmt.Errorf("placing the socket %s of %s: %w", name, component, err)
	}
	return path, nil
}

// maxSocketName is how long the name of a socket in a folder of Sockets may be.
const maxSocketName = 24

// Sockets is a folder of unix sockets, for programs that find each other by what
// is in it: beside the cluster's data or, where that is too long, a folder of
// this user alone that Remove takes away with everything else. Without create it
// is only named.
func (c Cluster) Sockets(name string, create bool) (string, error) {
	usual := filepath.Join(c.path, "sockets", name)
	if len(usual)+1+maxSocketName <= maxSocketPath {
		if !create {
			return usual, nil
		}
		return usual, os.MkdirAll(usual, 0o700)
	}
	dir, err := shortPath(usual, "", 1+maxSocketName)
	if err != nil {
		return "", fmt.Errorf("placing the sockets %s: %w", name, err)
	}
	if !create {
		return dir, nil
	}
	if err := WriteFile(usual+folderPointer, []byte(dir), 0o600); err != nil {
		return "", err
	}
	return dir, privateDir(dir)
}

// folderPointer ends the name of a file that says where a folder of sockets went.
const folderPointer = ".path"

// removeSockets takes away the folders of sockets that are elsewhere.
func (d Dir) removeSockets() {
	pointers, _ := filepath.Glob(filepath.Join(globQuote(d.path), "clusters", "*", "sockets", "*"+folderPointer))
	for _, file := range pointers {
		// Best effort, like the daemon's socket: what nobody serves is harmless.
		if told, err := os.ReadFile(file); err == nil && privateDir(filepath.Dir(string(told))) == nil {
			_ = os.RemoveAll(string(told))
		}
	}
}

// shortSocket picks a socket's first place that is short enough and ours alone.
func shortSocket(of string) (string, error) { return shortPath(of, ".sock", 0) }

// shortPath picks the first place that is short enough, also with more bytes
// behind it, and ours alone.
func shortPath(of, ending string, more int) (string, error) {
	sum := sha256.Sum256([]byte(of))
	name := hex.EncodeToString(sum[:8]) + ending
	private := "slipway-" + strconv.Itoa(os.Getuid())
	var problems []error
	for _, base := range []string{os.Getenv("XDG_RUNTIME_DIR"), os.TempDir(), "/tmp"} {
		path := filepath.Join(base, private, name)
		if !filepath.IsAbs(base) || len(path)+more > maxSocketPath {
			continue
		}
		err := privateDir(filepath.Dir(path))
		if err == nil {
			return path, nil
		}
		problems = append(problems, err)
	}
	return "", errors.Join(append(problems, errors.New("no directory is short enough and private"))...)
}

// privateDir makes sure that a directory in a place anyone may write to exists
// and belongs to this user alone: who owns it can replace the socket.
func privateDir(path string) error {
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.IsDir() || int(owner.Uid) != os.Getuid() || info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%s is not a directory of this user alone", path)
	}
	return nil
}
