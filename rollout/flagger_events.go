package rollout

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// said is what Flagger's Events tell of the rollout at hand. Its status has
// neither numbers nor reasons.
type said struct {
	halt     string    // why it does not go on, "" when it does
	gate     bool      // because a person has to agree
	end      string    // why it was given up
	measured *Measured // the latest number that was bad
}

// A note is one Event.
type note struct {
	message string
	at      time.Time
}

// flaggerEvent are the fields of an Event that matter here.
type flaggerEvent struct {
	Metadata       metav1.ObjectMeta `json:"metadata"`
	Message        string            `json:"message"`
	FirstTimestamp metav1.Time       `json:"firstTimestamp"`
	LastTimestamp  metav1.Time       `json:"lastTimestamp"`
	Source         struct {
		Component string `json:"component"`
	} `json:"source"`
}

func (r *rollout) flaggerSaid(ctx context.Context) (said, error) {
	items, err := r.list(ctx, events, r.object.GetNamespace(), metav1.ListOptions{
		FieldSelector: "involvedObject.kind=Canary,involvedObject.name=" + r.object.GetName(),
	})
	if err != nil {
		return said{}, err
	}
	var notes []note
	for i := range items {
		e, err := as[flaggerEvent](&items[i])
		if err != nil {
			return said{}, err
		}
		if e.Source.Component == fieldManager {
			continue // ours
		}
		at := e.Metadata.CreationTimestamp.Time
		if e.LastTimestamp.After(at) {
			at = e.LastTimestamp.Time
		}
		notes = append(notes, note{oneLine(e.Message), at})
	}
	slices.SortStableFunc(notes, func(a, b note) int { return a.at.Compare(b.at) })
	return read(notes), nil
}

// read takes the sentences of Flagger's scheduler (pkg/controller, v1.44) apart,
// oldest first; a new version makes a fresh start.
func read(notes []note) said {
	var s said
	for _, n := range notes {
		switch m := n.message; {
		case strings.HasPrefix(m, "New revision detected!"):
			s = said{}
		case strings.HasPrefix(m, "Advance "), strings.HasPrefix(m, "Copying "), strings.HasPrefix(m, "Starting canary analysis"):
			s = said{}
		case strings.HasPrefix(m, "Halt "):
			s.halt = strings.TrimPrefix(haltPrefix.ReplaceAllString(m, ""), "Halt advancement ")
			s.gate = strings.HasPrefix(s.halt, "waiting for ")
			if bad := number(s.halt); bad != nil {
				s.measured, s.halt = bad, "" // the number says it
			}
		case strings.HasPrefix(m, "Rolling back "), strings.HasPrefix(m, "Promotion of "):
			s.end = ending.ReplaceAllString(m, "")
		case strings.Contains(m, "query failed"), strings.HasPrefix(m, "Metric template "):
			s.halt, s.gate = m, false
		}
	}
	return s
}

var (
	haltPrefix = regexp.MustCompile(`^Halt \S+ advancement `)
	ending     = regexp.MustCompile(`^(Rolling back|Promotion of) \S+ `)
	// "success rate 98.20% < 99%", "request duration 1.2s > 500ms", "error-rate 7.10 > 1"
	compared = regexp.MustCompile(`^(.+) (\S+) ([<>]) (\S+)$`)
)

// number is the one in a sentence that ends with a comparison.
func number(halt string) *Measured {
	parts := compared.FindStringSubmatch(halt)
	if parts == nil {
		return nil
	}
	return &Measured{Metric: parts[1], Value: parts[2], Threshold: parts[3] + " " + parts[4], Bad: true}
}
