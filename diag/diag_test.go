package diag_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/diag"
)

func TestSuggest(t *testing.T) {
	t.Parallel()
	known := []string{"metrics-server", "maxCPU", "maxMemory", "cpu", "ingressFrom", "egressTo", "argocd", "name"}
	for word, want := range map[string]string{
		"metrics-srever": "metrics-server", "Metrics-Server": "metrics-server", "maxMem": "maxMemory", "ingress": "ingressFrom",
		"nam": "name", "naem": "name", "cup": "cpu", "argo": "argocd", "x": "", "vault": "", "": "", "maximumMemory": "maxMemory",
	} {
		if got := diag.Suggest(word, known); got != want {
			t.Errorf("Suggest(%q) is %q, want %q", word, got, want)
		}
	}
}

func TestProblemsReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	var ps diag.Problems
	ps.Add(diag.Problem{Path: "a.b", Message: "is wrong", Severity: diag.Warning})
	ps.Add(diag.Problem{Pos: diag.Position{File: "f", Line: 10, Column: 1}, Message: "second"})
	ps.Add(diag.Problem{Pos: diag.Position{File: "f", Line: 9, Column: 3}, Path: "x", Message: "first", Fix: "Do this.\nAnd that."})
	ps.Add(diag.Problem{Pos: diag.Position{File: "f"}, Message: "the file"})
	ps.Sort()
	want := "f: the file\nf:9:3: x: first\n    Do this.\n    And that.\nf:10:1: second\na.b: warning: is wrong"
	if diff := cmp.Diff(want, ps.Error()); diff != "" {
		t.Error(diff)
	}
	if len(ps.Errors()) != 3 || len(ps.Warnings()) != 1 || ps.Warnings().Err() != nil || ps.Err() == nil {
		t.Error("errors and warnings are not told apart")
	}
}

func TestFromFindsProblemsInAChain(t *testing.T) {
	t.Parallel()
	one := diag.Problem{Message: "is wrong"}
	for _, err := range []error{one, diag.Problems{one}, fmt.Errorf("loading: %w", diag.Problems{one})} {
		if ps, ok := diag.From(err); !ok || len(ps) != 1 || ps[0] != one {
			t.Errorf("From(%v) is %v, %v", err, ps, ok)
		}
	}
	if _, ok := diag.From(errors.New("other")); ok {
		t.Error("finds problems where there are none")
	}
}
