package git

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
)

// state is what a restarted daemon must know, in one JSON file.
type state struct {
	GitPort   int       `json:"gitPort"`
	ProxyPort int       `json:"proxyPort"`
	Repos     []Mapping `json:"repos"`
	Webhooks  []Webhook `json:"webhooks"`
}

func stateFile(dir string) string { return filepath.Join(dir, "git.json") }

func readState(dir string) (state, error) {
	var st state
	data, err := os.ReadFile(stateFile(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return st, nil
	}
	if err != nil {
		return st, fmt.Errorf("reading which repositories to serve: %w", err)
	}
	if err := json.Unmarshal(data, &st); err != nil {
		return st, &Problem{What: "reading which repositories to serve from " + stateFile(dir), Err: err, Fix: "Remove the file; repositories then have to be named again with --git."}
	}
	return st, nil
}

// write keeps secrets of webhooks from other users.
func (st state) write(dir string) error {
	data, err := json.MarshalIndent(st, "", "  ")
	if err != nil {
		return fmt.Errorf("writing which repositories to serve: %w", err)
	}
	if err := writeAtomic(stateFile(dir), append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("writing which repositories to serve: %w", err)
	}
	return nil
}

// listen binds the port that was asked for, or the one used before, or a free
// one. Losing the one from before is worse than moving, so it is only logged.
func listen(asked, before int, moved func(error)) (net.Listener, error) {
	if asked != 0 {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", asked))
		if err != nil {
			return nil, &Problem{What: fmt.Sprintf("port %d, asked for by the configuration, cannot be used", asked), Err: err, Fix: "Stop what uses it, or configure another, or none to have a free one chosen."}
		}
		return l, nil
	}
	if before != 0 {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", before))
		if err == nil {
			return l, nil
		}
		moved(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("finding a free port: %w", err)
	}
	return l, nil
}

func port(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }
