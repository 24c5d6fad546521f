package rollout

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// argoRun are the fields of an AnalysisRun that matter here.
type argoRun struct {
	Spec struct {
		Metrics []struct {
			Name             string `json:"name"`
			SuccessCondition string `json:"successCondition"`
			FailureCondition string `json:"failureCondition"`
		} `json:"metrics"`
	} `json:"spec"`
	Status struct {
		Phase         string `json:"phase"`
		MetricResults []struct {
			Name         string `json:"name"`
			Phase        string `json:"phase"`
			DryRun       bool   `json:"dryRun"`
			Message      string `json:"message"`
			Measurements []struct {
				Phase string `json:"phase"`
				Value string `json:"value"`
			} `json:"measurements"`
		} `json:"metricResults"`
	} `json:"status"`
}

// argoMeasured is the number that decided about the newest version: a bad one
// before a good one, a new one before an old one.
func (r *rollout) argoMeasured(ctx context.Context, ro *argoRollout, phase Phase) (*Measured, error) {
	if ro.Status.CurrentPodHash == "" || ro.promoted() && !phase.Bad() {
		return nil, nil
	}
	items, err := r.list(ctx, analysisRuns, r.object.GetNamespace(), metav1.ListOptions{LabelSelector: argoHash + "=" + ro.Status.CurrentPodHash})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(items, func(a, b unstructured.Unstructured) int {
		return cmp.Or(b.GetCreationTimestamp().Compare(a.GetCreationTimestamp().Time), cmp.Compare(b.GetName(), a.GetName()))
	})
	var good *Measured
	for i := range items {
		if !metav1.IsControlledBy(&items[i], r.object) {
			continue
		}
		run, err := as[argoRun](&items[i])
		if err != nil {
			return nil, err
		}
		for _, m := range run.measured() {
			if m.Bad {
				return &m, nil
			}
			if good == nil {
				good = &m
			}
		}
	}
	return good, nil
}

// measured are the latest numbers of each metric, of a failed metric the latest
// that was bad.
func (run *argoRun) measured() []Measured {
	var out []Measured
	for _, result := range run.Status.MetricResults {
		failed := slices.Contains([]string{"Failed", "Error", "Inconclusive"}, result.Phase)
		for i := len(result.Measurements) - 1; i >= 0 && !result.DryRun; i-- {
			m := result.Measurements[i]
			bad := m.Phase == "Failed" || m.Phase == "Error" || m.Phase == "Inconclusive"
			if m.Value == "" || failed && !bad {
				continue
			}
			value := strings.Trim(m.Value, "[]")
			out = append(out, Measured{Metric: result.Name, Value: value, Threshold: run.threshold(result.Name, value, bad), Bad: bad})
			break
		}
	}
	return out
}

var (
	comparison = regexp.MustCompile(`^(?:default\()?result(?:\[0\])?(?:,[^)]*\))?\s*(<=|>=|<|>|==|!=)\s*(\S+)$`)
	// presence are the parts of a condition that only ask whether there is a number.
	presence = regexp.MustCompile(`^(len\(result\) > 0|!isNaN\(result(\[0\])?\))$`)
)

// opposite is what holds where a condition for success does not.
var opposite = map[string]string{"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}

// threshold is what a number is beyond or, when it is good, within. A condition
// that is more than comparisons is shown as it is.
func (run *argoRun) threshold(metric, value string, bad bool) string {
	for _, m := range run.Spec.Metrics {
		if m.Name != metric {
			continue
		}
		if m.SuccessCondition == "" { // says when it is bad
			if parts := comparison.FindStringSubmatch(strings.TrimSpace(m.FailureCondition)); parts != nil && !bad {
				return opposite[parts[1]] + " " + parts[2]
			} else if parts != nil {
				return parts[1] + " " + parts[2]
			}
			return strings.TrimSpace(m.FailureCondition)
		}
		return within(m.SuccessCondition, value, bad)
	}
	return ""
}

// within is the bounds of a condition for success; of a bad value the one that
// it broke.
func within(condition, value string, bad bool) string {
	var bounds []string
	for _, part := range strings.Split(condition, "&&") {
		part = strings.TrimSpace(part)
		parts := comparison.FindStringSubmatch(part)
		switch {
		case presence.MatchString(part):
		case parts == nil:
			return strings.TrimSpace(condition)
		case !bad:
			bounds = append(bounds, parts[1]+" "+parts[2])
		case broken(value, parts[1], parts[2]):
			return opposite[parts[1]] + " " + parts[2]
		default:
			bounds = append(bounds, opposite[parts[1]]+" "+parts[2])
		}
	}
	if bad { // which bound it broke is not known
		return strings.Join(bounds, " or ")
	}
	return strings.Join(bounds, ", ")
}

// broken reports whether a number is outside of a bound.
func broken(value, comparison, bound string) bool {
	v, err := strconv.ParseFloat(value, 64)
	b, err2 := strconv.ParseFloat(bound, 64)
	if err != nil || err2 != nil {
		return false
	}
	switch comparison {
	case "<":
		return v >= b
	case "<=":
		return v > b
	case ">":
		return v <= b
	case ">=":
		return v < b
	case "==":
		return v != b
	}
	return v == b
}
