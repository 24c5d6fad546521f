package git

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// Miss is a repository or host that a child asked for and that neither we nor
// the network had. go-git hides the text of a 502, so whoever explains a
// failing Application must get it from here.
type Miss struct {
	URL  string    `json:"url"`
	Why  string    `json:"why"` // with what to do about it
	Last time.Time `json:"last"`
}

// misses remembers the newest ones. It is safe for concurrent use.
type misses struct {
	mu  sync.Mutex
	all []Miss
}

// missesKept bounds the memory; a platform has a handful of repositories.
const missesKept = 50

// note remembers a miss and tells whether its URL is a new one.
func (m *misses) note(url, why string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := len(m.all)
	m.all = slices.DeleteFunc(m.all, func(old Miss) bool { return old.URL == url })
	fresh := len(m.all) == before
	m.all = append(m.all, Miss{URL: url, Why: why, Last: time.Now()})
	m.all = m.all[max(0, len(m.all)-missesKept):]
	return fresh
}

// list gives them by URL.
func (m *misses) list() []Miss {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := append([]Miss{}, m.all...)
	slices.SortFunc(all, func(a, b Miss) int { return cmp.Compare(a.URL, b.URL) })
	return all
}

// Missing lists what was asked for in vain since the service started, and is
// not served by now.
func (s *Service) Missing() []Miss {
	return slices.DeleteFunc(s.proxy.misses.list(), func(m Miss) bool {
		address, err := ParseAddress(m.URL)
		return err == nil && s.find(address.Name()) != nil
	})
}
