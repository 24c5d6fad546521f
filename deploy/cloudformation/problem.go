package cloudformation

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// expired are the codes with which AWS refuses credentials that were good once.
var expired = map[string]bool{"ExpiredToken": true, "ExpiredTokenException": true, "RequestExpired": true}

// problem is a request's failure for people: what was asked, why it was
// refused and, where there is one, the way out.
func (d *Deployer) problem(action string, err error) error {
	var api smithy.APIError
	if !errors.As(err, &api) {
		if signing(err) {
			return fmt.Errorf("there are no valid credentials for %s: %w\n%s", d.opts.Where, err, logIn)
		}
		return fmt.Errorf("CloudFormation in %s cannot be reached (%s): %w", d.opts.Where, action, err)
	}
	switch code := api.ErrorCode(); {
	case expired[code]:
		return &refusal{err, fmt.Sprintf("the credentials for %s have expired (%s)\n%s", d.opts.Where, action, logIn)}
	case isDenied(code):
		return &refusal{err, fmt.Sprintf("the credentials for %s may not do %s: %s", d.opts.Where, action, plain(api.ErrorMessage()))}
	case throttled(code):
		return &refusal{err, fmt.Sprintf("AWS throttled %s in %s %d times in a row: %s\nOther tools use the same account; run the same command again in a while", action, d.opts.Where, attempts, plain(api.ErrorMessage()))}
	default:
		return &refusal{err, fmt.Sprintf("CloudFormation refused %s (%s): %s", action, code, plain(api.ErrorMessage()))}
	}
}

const logIn = "Log in again, for example with aws sso login, and run the same command: what CloudFormation has begun goes on without us, and is picked up"

// refusal reads like a sentence and still is the API error inside.
type refusal struct {
	err  error
	text string
}

func (r *refusal) Error() string { return r.text }
func (r *refusal) Unwrap() error { return r.err }

func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

func isDenied(code string) bool {
	return code == "AccessDenied" || code == "AccessDeniedException" || code == "UnauthorizedOperation"
}

func denied(err error) bool { return isDenied(code(err)) }

func throttled(code string) bool {
	_, ok := retry.DefaultThrottleErrorCodes[code]
	return ok
}

// signing reports that the request was never sent, because of its credentials.
func signing(err error) bool {
	var sent *smithyhttp.RequestSendError
	return !errors.As(err, &sent) && strings.Contains(err.Error(), "credentials")
}

// passes reports a failure that says nothing about what was asked: the network,
// the service's own trouble, too many requests. What only looks tries again.
func passes(err error) bool {
	var sent *smithyhttp.RequestSendError
	var cut *smithy.DeserializationError
	var answer *smithyhttp.ResponseError
	switch {
	case errors.As(err, &sent), errors.As(err, &cut), throttled(code(err)):
		return true
	case errors.As(err, &answer):
		return answer.HTTPStatusCode() >= 500
	}
	return false
}

// stopped is the error of a wait that the context ended.
func (d *Deployer) stopped(ctx context.Context, what, status string, last error) error {
	text := "stopped waiting for " + what
	if status != "" {
		text += ", which goes on in AWS (" + status + "); run the same command again to pick it up"
	}
	if last != nil {
		return fmt.Errorf("%s; AWS last answered: %v: %w", text, d.problem("looking", last), context.Cause(ctx))
	}
	return fmt.Errorf("%s: %w", text, context.Cause(ctx))
}

var (
	requestNoise = regexp.MustCompile(`\s*\((?:[^()]*; )?(?:RequestToken|Request ID|Service|SDK Attempt Count): [^()]*\)`)
	handlerSays  = regexp.MustCompile(`^Resource handler returned message: "(.*)"$`)
)

// plain is the service's message in one line, without ids of requests.
func plain(message string) string {
	s := strings.Join(strings.Fields(requestNoise.ReplaceAllString(message, "")), " ")
	if m := handlerSays.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	return strings.TrimSpace(s)
}
