package rollout

import (
	"encoding/json"
	"fmt"
)

// CommitStatus is the outcome as the fields that Git hosts take for the status
// of a commit (GitHub's "Create a commit status", GitLab's with name for
// context), of the commit that was watched for or else the one that is known:
// a pipeline posts it with the credentials that it has.
func CommitStatus(st Status, commit string) ([]byte, error) {
	version, state := st.Candidate, "pending"
	switch {
	case st.Phase == Healthy:
		version, state = st.Stable, "success"
	case st.Phase.Bad():
		state = "failure"
	}
	sha := commit
	if sha == "" && version != nil {
		sha = version.Commit
	}
	description := []rune(st.Sentence())
	if limit := 140; len(description) > limit { // GitHub's limit
		description = append(description[:limit-1], '…')
	}
	data, err := json.MarshalIndent(map[string]string{
		"sha": sha, "state": state, "context": fmt.Sprintf("rollout/%s/%s", st.Namespace, st.Workload), "description": string(description),
	}, "", "  ")
	return append(data, '\n'), err
}
