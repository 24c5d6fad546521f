package git

import (
	"errors"
	"net"
	"net/url"
	"path"
	"strings"
)

// Address is a remote repository's URL, taken apart.
type Address struct {
	URL  string // as the blueprint spells it
	SSH  bool   // ssh://… or user@host:path: no HTTP proxy can answer for it
	Host string // lower case, with the port unless it is the scheme's own
	Path string // as spelled, without slashes at the ends and without ".git"
}

const addressForms = "Write it like https://host/team/repo, http://…, ssh://git@host/team/repo or git@host:team/repo."

// ParseAddress reads the URL forms git knows for remote repositories. An
// error is a [Problem].
func ParseAddress(text string) (Address, error) {
	if a, ok := parseSCP(text); ok {
		return a, a.check()
	}
	u, err := url.Parse(text)
	if err != nil {
		var cause *url.Error
		if errors.As(err, &cause) {
			err = cause.Err
		}
		return Address{}, &Problem{What: text + " is not a repository URL", Err: err, Fix: addressForms}
	}
	port, known := map[string]string{"https": "443", "http": "80", "ssh": "22"}[u.Scheme]
	if !known || u.Host == "" {
		return Address{}, &Problem{What: text + " is not the URL of a remote repository", Fix: addressForms}
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return Address{}, &Problem{What: text + " has a query or a fragment, which repository URLs do not", Fix: addressForms}
	}
	if u.Scheme != "ssh" && u.User != nil {
		return Address{}, &Problem{What: "the URL of " + u.Host + " carries a user name or password", Fix: "Leave it out: what is served locally asks for none."}
	}
	a := Address{URL: text, SSH: u.Scheme == "ssh", Host: canonicalHost(u.Host, port), Path: cleanPath(u.Path)}
	return a, a.check()
}

// parseSCP reads user@host:path; a slash before the colon means it is a file.
func parseSCP(text string) (Address, bool) {
	before, after, found := strings.Cut(text, ":")
	if !found || strings.HasPrefix(after, "//") || strings.Contains(before, "/") || len(before) < 2 {
		return Address{}, false
	}
	host := before[strings.LastIndex(before, "@")+1:]
	return Address{URL: text, SSH: true, Host: strings.ToLower(host), Path: cleanPath(after)}, true
}

func (a Address) check() error {
	if a.Host == "" || a.Path == "" {
		return &Problem{What: a.URL + " names no repository: the host or the path is missing", Fix: addressForms}
	}
	return nil
}

// Name is the repository's name on the server: host and path, lower case.
func (a Address) Name() string { return a.Host + "/" + strings.ToLower(a.Path) }

// Web is the page a hosting service would show: what push events name.
func (a Address) Web() string {
	host, scheme := a.Host, "https"
	if strings.HasPrefix(a.URL, "http://") {
		scheme = "http"
	}
	if a.SSH { // its port says nothing about the page
		host = hostname(host)
	}
	return (&url.URL{Scheme: scheme, Host: host, Path: "/" + a.Path}).String()
}

// hostname is the host without its port, IPv6 brackets kept.
func hostname(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return hostport
}

func canonicalHost(hostport, defaultPort string) string {
	hostport = strings.ToLower(hostport)
	return strings.TrimSuffix(strings.TrimSuffix(hostport, ":"+defaultPort), ".")
}

func cleanPath(p string) string {
	p = strings.Trim(path.Clean("/"+p), "/")
	return strings.Trim(strings.TrimSuffix(p, ".git"), "/")
}
