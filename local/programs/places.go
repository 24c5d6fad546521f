package programs

import (
	"fmt"
	"os"
	"path/filepath"
)

// Places says where programs come from.
type Places struct {
	Distro   string // the nested module; empty when there is none
	Prebuilt string // a release's programs, a folder each; empty when there is none
	Cache    string // what was built
	Builds   int    // at a time; 1 when 0, because one build uses every core
}

// Locate finds them. SLIPWAY_DISTRO and SLIPWAY_PROGRAMS name them; otherwise
// they are distro and programs beside the running executable, or distro one
// folder above it. Finding neither is an error.
func Locate() (Places, error) {
	executable, err := os.Executable()
	if err == nil {
		executable, err = filepath.EvalSymlinks(executable)
	}
	if err != nil {
		return Places{}, fmt.Errorf("finding the running executable: %w", err)
	}
	return locate(filepath.Dir(executable), os.Getenv)
}

func locate(beside string, getenv func(string) string) (Places, error) {
	var p Places
	var err error
	if p.Cache, err = cacheDir(getenv); err != nil {
		return p, err
	}
	if p.Prebuilt = getenv("SLIPWAY_PROGRAMS"); p.Prebuilt != "" {
		if !isDir(p.Prebuilt) {
			return p, &Problem{What: fmt.Sprintf("SLIPWAY_PROGRAMS names %s, which is not a folder", p.Prebuilt), Fix: "Point it to a release's folder programs, or unset it."}
		}
	} else if dir := filepath.Join(beside, "programs"); isDir(dir) {
		p.Prebuilt = dir
	}
	if p.Distro = getenv("SLIPWAY_DISTRO"); p.Distro != "" {
		if !isModule(p.Distro) {
			return p, &Problem{What: fmt.Sprintf("SLIPWAY_DISTRO names %s, which holds no go.mod", p.Distro), Fix: "Point it to the folder distro of a slipway checkout, or unset it."}
		}
		p.Distro, err = filepath.Abs(p.Distro)
		return p, err
	}
	for _, dir := range []string{filepath.Join(beside, "distro"), filepath.Join(filepath.Dir(beside), "distro")} {
		if isModule(dir) {
			p.Distro = dir
			return p, nil
		}
	}
	if p.Prebuilt == "" {
		return p, &Problem{
			What: fmt.Sprintf("there is neither a folder programs nor distro beside %s", beside),
			Fix:  "Use a release, which ships the programs, or set SLIPWAY_DISTRO to the folder distro of a slipway checkout.",
		}
	}
	return p, nil
}

func cacheDir(getenv func(string) string) (string, error) {
	// Not os.UserCacheDir: the same place on each system is easier to explain.
	if dir := getenv("XDG_CACHE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "slipway", "programs"), nil
	}
	if home := getenv("HOME"); home != "" {
		return filepath.Join(home, ".cache", "slipway", "programs"), nil
	}
	return "", &Problem{What: "there is no place to keep built programs: neither HOME nor XDG_CACHE_HOME is set", Fix: "Set HOME, or XDG_CACHE_HOME to a folder with some gigabytes of room."}
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func isModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}
