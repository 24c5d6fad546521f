package git

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Mapping says which folder, or clone, stands in for a remote repository.
type Mapping struct {
	URL string `json:"url"`
	Dir string `json:"dir"`
}

// ParseMapping reads the value of --git, URL=DIR. The folder must exist; it
// comes back absolute. An error is a [Problem].
func ParseMapping(text string) (Mapping, error) {
	remote, dir, found := strings.Cut(text, "=")
	if !found || remote == "" || dir == "" {
		return Mapping{}, &Problem{
			What: fmt.Sprintf("--git %s is not of the form URL=DIR", text),
			Fix:  "For example --git https://git.example.com/platform/apps=./apps.",
		}
	}
	return Mapping{URL: strings.TrimSpace(remote), Dir: strings.TrimSpace(dir)}.Resolve()
}

// Resolve checks the mapping and makes its folder absolute.
func (m Mapping) Resolve() (Mapping, error) {
	if _, err := ParseAddress(m.URL); err != nil {
		return m, err
	}
	dir := m.Dir
	if rest, ok := strings.CutPrefix(dir, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			dir = filepath.Join(home, rest)
		}
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return m, &Problem{What: "finding the folder " + m.Dir, Err: err, Fix: "Give an absolute path."}
	}
	m.Dir = abs
	return m, checkFolder(m)
}

func checkFolder(m Mapping) error {
	info, err := os.Stat(m.Dir)
	switch {
	case os.IsNotExist(err):
		return &Problem{What: fmt.Sprintf("the folder %s for %s does not exist", m.Dir, m.URL), Fix: "Create it, or correct the part after the = sign."}
	case err != nil:
		return &Problem{What: fmt.Sprintf("looking at the folder for %s", m.URL), Err: err, Fix: "Make it readable, or serve another folder."}
	case !info.IsDir():
		return &Problem{What: fmt.Sprintf("%s, meant to be served as %s, is a file", m.Dir, m.URL), Fix: "Give the folder it is in."}
	}
	return nil
}

// Unproxied says why the proxy can't answer for this mapping, and is nil when
// it can. What can be done instead is [InsteadOf].
func (m Mapping) Unproxied() error {
	a, err := ParseAddress(m.URL)
	if err != nil || !a.SSH {
		return err
	}
	return &Problem{
		What: m.URL + " is an ssh URL: the proxy answers for http and https only",
		Fix:  fmt.Sprintf("Name the repository as %s in the blueprint and serve --git %s=%s; or, for the git command alone, use the insteadOf configuration.", a.Web(), a.Web(), m.Dir),
	}
}

// InsteadOf gives the environment that makes the git command (go-git does not
// read it) fetch from base, the [Server]'s own URL, where it is told an
// address of the list.
func InsteadOf(base string, addresses ...Address) []string {
	env := []string{fmt.Sprintf("GIT_CONFIG_COUNT=%d", len(addresses))}
	for i, a := range addresses {
		env = append(env,
			fmt.Sprintf("GIT_CONFIG_KEY_%d=url.%s/%s.git.insteadOf", i, strings.TrimSuffix(base, "/"), a.Name()),
			fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", i, a.URL))
	}
	return env
}
