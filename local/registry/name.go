package registry

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// Repositories and tags as the distribution specification has them. The first
// element of a repository here is the host, which may have a port.
var (
	component = regexp.MustCompile(`^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$`)
	hostname  = regexp.MustCompile(`^[a-z0-9]+(?:[.-]+[a-z0-9]+)*(?::[0-9]{1,5})?$`)
	tagName   = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$`)
	digestSum = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)
)

const (
	dockerHub = "docker.io"
	longest   = 255 // characters of a repository
)

// Reference is the full name of an image: nothing in it is implied.
type Reference struct {
	Repository string // with its host: "registry.example.com/troi/inf-backend", "docker.io/library/nginx"
	Tag        string // "" where Digest is all that was said
	Digest     string // "sha256:…", "" where the tag decides
}

// String is the name as manifests write it.
func (r Reference) String() string {
	s := r.Repository
	if r.Tag != "" {
		s += ":" + r.Tag
	}
	if r.Digest != "" {
		s += "@" + r.Digest
	}
	return s
}

// target is what decides which image is meant.
func (r Reference) target() string {
	if r.Digest != "" {
		return r.Digest
	}
	return r.Tag
}

// ParseReference reads an image's name as a container runtime does: a name
// without a host is one of Docker Hub, one without a tag means latest.
func ParseReference(text string) (Reference, error) {
	var ref Reference
	rest, digest, pinned := strings.Cut(text, "@")
	if pinned {
		if !digestSum.MatchString(digest) {
			return ref, fmt.Errorf("image %q: its digest is not sha256: and 64 hexadecimal digits", text)
		}
		ref.Digest = digest
	}
	if colon := strings.LastIndexByte(rest, ':'); colon > strings.LastIndexByte(rest, '/') {
		rest, ref.Tag = rest[:colon], rest[colon+1:]
		if !tagName.MatchString(ref.Tag) {
			return ref, fmt.Errorf("image %q: its tag %q is not letters, digits, '.', '_' and '-'", text, ref.Tag)
		}
	} else if !pinned {
		ref.Tag = "latest"
	}
	host, name, ok := strings.Cut(rest, "/")
	if !ok || !isHost(host) {
		host, name = dockerHub, rest
	}
	var err error
	if ref.Repository, err = repository(host, name); err != nil {
		return ref, fmt.Errorf("image %q: %w", text, err)
	}
	return ref, nil
}

// isHost tells a host from the first element of a Docker Hub name.
func isHost(element string) bool {
	return strings.ContainsAny(element, ".:") || element == "localhost"
}

// repository joins host and name to the one spelling that there is of them. No
// spelling leads out of a folder: no element can be empty or begin with a dot.
func repository(host, name string) (string, error) {
	if host == "index.docker.io" || host == "registry-1.docker.io" {
		host = dockerHub
	}
	if host == dockerHub && !strings.Contains(name, "/") {
		name = "library/" + name
	}
	if !hostname.MatchString(host) {
		return "", fmt.Errorf("%q is not the name of a host", host)
	}
	for element := range strings.SplitSeq(name, "/") {
		if !component.MatchString(element) {
			return "", fmt.Errorf("%q is not the name of a repository: lower case letters, digits, and single separators between them", name)
		}
	}
	if full := host + "/" + name; len(full) <= longest {
		return full, nil
	}
	return "", fmt.Errorf("its name is longer than %d characters", longest)
}

// repositoryOf is the repository that a request means. A runtime that uses a
// mirror names the registry that the mirror stands in for in the parameter ns
// (containerd's hosts.toml); who pushes puts it before the name.
func repositoryOf(name string, query url.Values) (string, error) {
	if ns := query.Get("ns"); ns != "" {
		return repository(ns, name)
	}
	host, rest, ok := strings.Cut(name, "/")
	if !ok || !isHost(host) {
		return "", fmt.Errorf("%q does not say which registry it stands in for; push to 127.0.0.1:PORT/registry.example.com/%s", name, name)
	}
	return repository(host, rest)
}
