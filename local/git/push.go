package git

import (
	"cmp"
	"encoding/json"
	"path"
	"strings"
	"time"
)

// noCommit is how a push event writes that a ref did not exist.
const noCommit = "0000000000000000000000000000000000000000"

// The push event as GitHub documents it ("Webhook events and payloads",
// push), as far as receivers look at it.
type pushEvent struct {
	Ref        string         `json:"ref"`
	Before     string         `json:"before"`
	After      string         `json:"after"`
	Created    bool           `json:"created"`
	Deleted    bool           `json:"deleted"`
	Forced     bool           `json:"forced"`
	Commits    []pushCommit   `json:"commits"`
	HeadCommit *pushCommit    `json:"head_commit"`
	Repository pushRepository `json:"repository"`
	Pusher     pushPerson     `json:"pusher"`
	Sender     pushSender     `json:"sender"`
}

type pushCommit struct {
	ID        string     `json:"id"`
	TreeID    string     `json:"tree_id"`
	Distinct  bool       `json:"distinct"`
	Message   string     `json:"message"`
	Timestamp string     `json:"timestamp"`
	URL       string     `json:"url"`
	Author    pushPerson `json:"author"`
	Committer pushPerson `json:"committer"`
	Added     []string   `json:"added"`
	Modified  []string   `json:"modified"`
	Removed   []string   `json:"removed"`
}

type pushRepository struct {
	Name          string     `json:"name"`
	FullName      string     `json:"full_name"`
	Owner         pushPerson `json:"owner"`
	HTMLURL       string     `json:"html_url"`
	CloneURL      string     `json:"clone_url"`
	DefaultBranch string     `json:"default_branch"`
}

type pushPerson struct {
	Name  string `json:"name"`
	Email string `json:"email,omitempty"`
	Login string `json:"login,omitempty"`
}

type pushSender struct {
	Login string `json:"login"`
	Type  string `json:"type"`
}

// pushPayload is the event's JSON. A move over several commits is told as one,
// so that the list of files is complete however many they were.
func pushPayload(c Commit) ([]byte, error) {
	address, err := ParseAddress(c.URL)
	if err != nil {
		return nil, err
	}
	author := pushPerson{Name: c.Author, Email: c.Email}
	event := pushEvent{
		Ref: c.Ref, Before: cmp.Or(c.Before, noCommit), After: cmp.Or(c.After, noCommit),
		Created: c.Before == "", Deleted: c.After == "", Forced: c.Forced,
		Commits: []pushCommit{},
		Repository: pushRepository{
			Name: path.Base(address.Path), FullName: address.Path, Owner: owner(address.Path),
			HTMLURL: address.Web(), CloneURL: c.URL, DefaultBranch: c.DefaultBranch,
		},
		Pusher: author,
		Sender: pushSender{Login: "slipway", Type: "User"},
	}
	if c.After != "" {
		event.Commits = append(event.Commits, pushCommit{
			ID: c.After, TreeID: c.Tree, Distinct: true, Message: c.Message, Timestamp: c.Time.Format(time.RFC3339),
			URL: address.Web() + "/commit/" + c.After, Author: author, Committer: author,
			Added: list(c.Added), Modified: list(c.Modified), Removed: list(c.Removed),
		})
		event.HeadCommit = &event.Commits[0]
	}
	return json.Marshal(event)
}

func owner(repository string) pushPerson {
	name, _, _ := strings.Cut(repository, "/")
	return pushPerson{Name: name, Login: name}
}

// list is never null in JSON: receivers in other languages iterate over it.
func list(files []string) []string {
	if files == nil {
		return []string{}
	}
	return files
}
