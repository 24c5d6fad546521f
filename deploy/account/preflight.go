package account

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"slipway.dev/slipway/diag"
)

// side bounds the places that are looked at side by side.
const side = 16

// Preflight checks that every place can be worked in: credentials, the role in
// its account, its region. Nothing is created. The error is a diag.Problems
// with every problem there is, each with the places that have it, or the
// context's when that was cancelled.
func (a *Accounts) Preflight(ctx context.Context, wheres []string) error {
	var places []Place
	found := findings{}
	for _, where := range wheres {
		place, err := Parse(where)
		if err != nil {
			found.add(where, diag.Problem{Severity: diag.Error, Message: err.Error()})
		} else if !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	errs := a.look(ctx, places)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for i, err := range errs {
		var known *problem
		switch {
		case errors.As(err, &known):
			found.add(places[i].String(), known.Problem)
		case err != nil:
			found.add(places[i].String(), diag.Problem{Severity: diag.Error, Message: say(err)})
		}
	}
	return found.problems().Err()
}

// look asks about all places side by side.
func (a *Accounts) look(ctx context.Context, places []Place) []error {
	errs := make([]error, len(places))
	slots := make(chan struct{}, side)
	var all sync.WaitGroup
	for i, place := range places {
		all.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			errs[i] = a.place(ctx, place)
		})
	}
	all.Wait()
	return errs
}

// place asks STS in a region who the account's credentials are. Only there a
// region that is off shows.
func (a *Accounts) place(ctx context.Context, place Place) error {
	cfg, err := a.within(ctx, func(ctx context.Context) (aws.Config, error) { return a.account(ctx, place) })
	if err != nil {
		return err
	}
	_, err = a.within(ctx, func(ctx context.Context) (aws.Config, error) {
		who, err := identify(ctx, cfg)
		switch {
		case err != nil:
			return cfg, regionProblem(place, stopped(ctx, err))
		case who.Account != place.Account:
			return cfg, wrongAccount(a.source(a.settings.Profiles[place.Account]).name(), place.Account, who)
		}
		return cfg, nil
	})
	return err
}

// within gives a question its time, and the answer that it took too long.
func (a *Accounts) within(ctx context.Context, ask func(context.Context) (aws.Config, error)) (aws.Config, error) {
	limit := a.settings.timeout()
	ctx, cancel := context.WithTimeoutCause(ctx, limit, tooLate(limit))
	defer cancel()
	return ask(ctx)
}

// tooLate is the end of a question's time; its text names the time.
type tooLate time.Duration

func (e tooLate) Error() string      { return "nothing within " + time.Duration(e).String() }
func (tooLate) Is(target error) bool { return target == context.DeadlineExceeded }

// regionProblem explains why credentials that are good do not work in a region.
func regionProblem(place Place, err error) error {
	switch {
	case isIn(codesUnknown, err), code(err) == "RegionDisabledException", code(err) == "OptInRequired":
		return explain(err, fmt.Sprintf("Enable it in the account %s: aws account enable-region --region-name %s (it takes minutes to hours), or choose another region.", place.Account, place.Region),
			"the region %s is off in the account %s", place.Region, place.Account)
	case isIn(codesExpired, err):
		return explain(err, "Log in again and run the same command once more.", "the credentials for the account %s have expired", place.Account)
	case code(err) != "":
		return explain(err, "Look whether a policy of the organisation closes the region "+place.Region+".", "STS in %s refuses: %s", place.Region, say(err))
	}
	return unreachable(place.Region, err)
}

// findings are problems with the places that have them.
type findings map[diag.Problem][]string

func (f findings) add(where string, p diag.Problem) {
	p.Path = ""
	if !slices.Contains(f[p], where) {
		f[p] = append(f[p], where)
	}
}

// problems are the findings, one a problem, in the order of their first place.
func (f findings) problems() diag.Problems {
	var out diag.Problems
	for p, places := range f {
		slices.Sort(places)
		p.Path = strings.Join(places, ", ")
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b diag.Problem) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Message, b.Message))
	})
	return out
}
