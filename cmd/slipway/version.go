package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set by the linker in a release.
var version = "dev"

func versionCommand(s streams) *cobra.Command {
	var out output
	c := &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Example: "  slipway version -o json",
		RunE: func(*cobra.Command, []string) error {
			v := buildVersion()
			return out.show(s.out, v, func(w io.Writer) {
				fmt.Fprintf(w, "slipway %s (%s, %s)\n", v.Version, v.Revision, v.Go)
			})
		},
	}
	out.flag(c)
	return c
}

// versionInfo is what 'version -o json' prints.
type versionInfo struct {
	Version  string `json:"version"`
	Revision string `json:"revision"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func buildVersion() versionInfo {
	v := versionInfo{Version: version, Revision: "unknown", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			v.Revision = setting.Value
		}
	}
	return v
}
