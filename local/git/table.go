package git

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// served is a repository the server can hand out.
type served struct {
	address Address
	dir     string // where it comes from
	bare    string
}

// table finds served repositories. It is safe for concurrent use.
type table struct {
	mu    sync.RWMutex
	repos map[string]served // by Address.Name
}

func (t *table) put(s served) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.repos == nil {
		t.repos = map[string]served{}
	}
	t.repos[s.address.Name()] = s
}

func (t *table) remove(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.repos, name)
}

// names lists what is served, sorted.
func (t *table) names() []string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return slices.Sorted(maps.Keys(t.repos))
}

// hosts tells whether any repository of this host is served.
func (t *table) host(host string) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for _, s := range t.repos {
		if s.address.Host == host {
			return true
		}
	}
	return false
}

// find splits a request's path into a served repository and what git asks of
// it ("" for the repository's own page). Like GitHub it takes any case, with
// or without ".git" and a slash at the end. A path below a repository that is
// not git's, such as another repository's, is not found.
func (t *table) find(host, path string) (served, string, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	path = "/" + strings.Trim(path, "/")
	for end := len(path); end > 0; end = strings.LastIndexByte(path[:end], '/') {
		name := strings.ToLower(host + strings.TrimSuffix(path[:end], ".git"))
		if s, ok := t.repos[name]; ok && isService(path[end:]) {
			return s, path[end:], true
		}
	}
	return served{}, "", false
}

func isService(rest string) bool {
	switch rest {
	case "", "/info/refs", "/git-upload-pack", "/git-receive-pack", "/HEAD":
		return true
	}
	return strings.HasPrefix(rest, "/objects/") || strings.HasPrefix(rest, "/info/lfs")
}
