//go:build !front

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"log/slog"
	"os"
	"sync"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/local"
)

// daemonCommand is how 'up' starts the process that stays.
func daemonCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use:    "daemon STATE",
		Short:  "Keep a platform's processes alive (started by 'up')",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return local.Serve(c.Context(), args[0], buildID(), slog.New(slog.NewTextHandler(s.err, nil)))
		},
	}
}

// buildID names this program by its content, so that an 'up' of another build
// does not talk to an old daemon. "" when the program cannot be read: then any daemon will do.
var buildID = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
})
