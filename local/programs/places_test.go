package programs

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLocate(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	at := func(parts ...string) string { return filepath.Join(append([]string{root}, parts...)...) }
	write(t, root, "checkout/distro/go.mod", "module d\n")
	write(t, root, "checkout/bin/slipway", "")
	write(t, root, "release/programs/kube/kube", "")
	write(t, root, "release/distro/go.mod", "module d\n")
	write(t, root, "bare/slipway", "")
	for name, test := range map[string]struct {
		beside  string
		env     map[string]string
		want    Places
		problem string
	}{
		"checkout":    {beside: at("checkout", "bin"), want: Places{Distro: at("checkout", "distro")}},
		"release":     {beside: at("release"), want: Places{Distro: at("release", "distro"), Prebuilt: at("release", "programs")}},
		"environment": {beside: at("bare"), env: map[string]string{"SLIPWAY_DISTRO": at("checkout", "distro"), "SLIPWAY_PROGRAMS": at("release", "programs")}, want: Places{Distro: at("checkout", "distro"), Prebuilt: at("release", "programs")}},
		"nothing":     {beside: at("bare"), problem: "neither a folder programs nor distro"},
		"bad distro":  {beside: at("checkout", "bin"), env: map[string]string{"SLIPWAY_DISTRO": at("bare")}, problem: "holds no go.mod"},
		"bad release": {beside: at("release"), env: map[string]string{"SLIPWAY_PROGRAMS": at("none")}, problem: "not a folder"},
		"homeless":    {beside: at("release"), env: map[string]string{"HOME": "", "XDG_CACHE_HOME": ""}, problem: "no place to keep built programs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := locate(test.beside, func(name string) string {
				if value, ok := test.env[name]; ok {
					return value
				}
				return map[string]string{"HOME": "/home/ada"}[name]
			})
			if test.problem != "" {
				problem, ok := errors.AsType[*Problem](err)
				if !ok || !strings.Contains(problem.What, test.problem) || problem.Fix == "" {
					t.Errorf("got %v", err)
				}
				return
			}
			test.want.Cache = "/home/ada/.cache/slipway/programs"
			if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
	dir, err := cacheDir(func(name string) string { return map[string]string{"XDG_CACHE_HOME": "/var/cache/ada"}[name] })
	if err != nil || dir != "/var/cache/ada/slipway/programs" {
		t.Errorf("got %s, %v", dir, err)
	}
}
