package cloudformation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"slipway.dev/slipway/assembly"
)

// orphanTimeout bounds deleting a stack whose unit, with its own timeout, is not there any more.
const orphanTimeout = time.Hour

// Orphans are the units of the platform that have a stack here and are no
// longer in the assembly. Delete needs no more than what is in them. Where a
// stack does not say what it comes after, that is every orphan that was
// created before: a stack cannot have needed one that was not there.
func (d *Deployer) Orphans(ctx context.Context, a *assembly.Assembly) ([]assembly.Unit, error) {
	wanted := make(map[assembly.UnitID]bool, len(a.Units))
	for _, u := range a.Units {
		wanted[u.ID] = u.Kind == assembly.CloudFormation && u.Where == d.opts.Where
	}
	var found []types.Stack
	pages := sdk.NewDescribeStacksPaginator(d.api, &sdk.DescribeStacksInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, d.problem("DescribeStacks", err)
		}
		for _, s := range page.Stacks {
			if id := tag(&s, UnitTag); tag(&s, PlatformTag) == d.opts.Platform && id != "" && s.ParentId == nil && !wanted[assembly.UnitID(id)] {
				found = append(found, s)
			}
		}
	}
	slices.SortFunc(found, func(x, y types.Stack) int { return aws.ToTime(x.CreationTime).Compare(aws.ToTime(y.CreationTime)) })
	out := make([]assembly.Unit, len(found))
	for i := range found {
		var err error
		if out[i], err = d.orphan(&found[i]); err != nil {
			return nil, err
		}
	}
	order(out, found)
	return out, nil
}

func (d *Deployer) orphan(s *types.Stack) (assembly.Unit, error) {
	stack, err := assembly.Stack{Name: aws.ToString(s.StackName)}.Encode()
	if err != nil {
		return assembly.Unit{}, fmt.Errorf("the stack %s: %w", aws.ToString(s.StackName), err)
	}
	return assembly.Unit{
		ID: assembly.UnitID(tag(s, UnitTag)), Kind: assembly.CloudFormation, Where: d.opts.Where, Timeout: orphanTimeout,
		Files: map[string][]byte{assembly.StackFile: stack},
	}, nil
}

// order gives the units, oldest first, what they come after. The tags of stacks
// that were written at different times may contradict each other; an edge that
// would close a cycle is left out.
func order(units []assembly.Unit, stacks []types.Stack) {
	edges := map[assembly.UnitID][]assembly.UnitID{}
	var reaches func(from, to assembly.UnitID) bool
	reaches = func(from, to assembly.UnitID) bool {
		return from == to || slices.ContainsFunc(edges[from], func(next assembly.UnitID) bool { return reaches(next, to) })
	}
	for i := range units {
		id, after := units[i].ID, strings.Fields(tag(&stacks[i], AfterTag))
		if len(after) == 0 {
			for _, older := range units[:i] {
				after = append(after, string(older.ID))
			}
		}
		for _, a := range after {
			if to := assembly.UnitID(a); a != afterNothing && !reaches(to, id) {
				edges[id] = append(edges[id], to)
			}
		}
		units[i].After = edges[id]
	}
}
