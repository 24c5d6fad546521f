package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// awsSizes is what one cluster is in CloudFormation: the templates that are
// deployed for it. What else is written, manifests here and assets there, is
// not in these figures.
func (b *bench) awsSizes(ctx context.Context, p *peer, at place) error {
	file, err := b.awsBlueprint(1)
	if err != nil {
		return err
	}
	out := filepath.Join(at.dir, "ours")
	if _, err := measure(b.command(ctx, b.slipway, "compile", "--target", "aws", "-o", out, file)); err != nil {
		return err
	}
	ours, err := templates(out, "template.json")
	if err != nil {
		return err
	}
	what := "a cluster's templates: resources, bytes, Lambda functions"
	if p == nil {
		b.table.add(row{what: what, ours: ours.String(), than: noPeer, target: "no Lambda", ok: judge(ours.lambdas == 0)})
		return nil
	}
	out = filepath.Join(at.dir, "peer")
	if _, err := measure(p.command(ctx, b, 1, out)); err != nil {
		return err
	}
	theirs, err := templates(out, ".template.json")
	if err != nil {
		return err
	}
	b.table.add(row{
		what: what, ours: ours.String(), than: p.name + " " + theirs.String(),
		ratio:  factor(float64(ours.resources)/float64(theirs.resources)) + ", " + factor(float64(ours.bytes)/float64(theirs.bytes)),
		target: "≤ 0.5 ×, no Lambda",
		ok:     judge(2*ours.resources <= theirs.resources && 2*ours.bytes <= theirs.bytes && ours.lambdas == 0),
	})
	return nil
}

// size is what there is in a number of templates.
type size struct{ templates, resources, bytes, lambdas int }

func (s size) String() string {
	return fmt.Sprintf("%d in %d templates, %.1f KB, %d", s.resources, s.templates, float64(s.bytes)/1000, s.lambdas)
}

// templates adds up the templates in a folder, those whose names end so.
func templates(dir, suffix string) (size, error) {
	var sum size
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, suffix) {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var t struct {
			Resources map[string]struct{ Type string }
		}
		if err := json.Unmarshal(data, &t); err != nil {
			return fmt.Errorf("reading %s: %w", path, err)
		}
		sum.templates++
		sum.resources += len(t.Resources)
		sum.bytes += len(data)
		for _, r := range t.Resources {
			if r.Type == "AWS::Lambda::Function" {
				sum.lambdas++
			}
		}
		return nil
	})
	return sum, err
}
