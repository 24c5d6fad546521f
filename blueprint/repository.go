package blueprint

import (
	"net/url"
	"regexp"
	"strings"
)

// scpPattern is Git's short form of an SSH address, user@host:path.
var scpPattern = regexp.MustCompile(`^([A-Za-z0-9._-]+@)?[A-Za-z0-9.-]+:[^/:][^:]*$`)

const repositoryForms = "Write https://host/path, ssh://git@host/path, git@host:path or file:///path."

// checkRepository holds a URL to the forms that Git and Argo CD both read. It
// never repeats a URL that may hold credentials.
func checkRepository(s string) (message, fix string) {
	const secret = "holds credentials, which do not belong in a blueprint"
	const instead = "Take them out and give them to the cluster as a secret."
	scheme, rest, hasScheme := strings.Cut(s, "://")
	if !hasScheme {
		user, _, hasUser := strings.Cut(s, "@")
		switch {
		case hasUser && strings.Contains(user, ":"):
			return secret, instead
		case scpPattern.MatchString(s):
			return "", ""
		}
		return "is not the URL of a Git repository", repositoryForms
	}
	authority, _, _ := strings.Cut(rest, "/")
	at := strings.LastIndex(authority, "@")
	user := authority[:max(at, 0)]
	switch {
	case at >= 0 && (scheme != "ssh" || strings.Contains(user, ":")):
		return secret, instead
	case strings.ContainsAny(s, "?#"):
		return "has a part after ? or #, where credentials hide and Git reads nothing", "Remove it."
	}
	u, err := url.Parse(s)
	switch {
	case err != nil, strings.ContainsAny(s, " \t\n"):
		return "is not the URL of a Git repository", repositoryForms
	case scheme == "file" && u.Host == "" && len(u.Path) > 1:
		return "", ""
	case (scheme == "https" || scheme == "http" || scheme == "ssh") && u.Hostname() != "" && strings.Trim(u.Path, "/") != "":
		return "", ""
	}
	return "is not the URL of a Git repository", repositoryForms
}
