package account

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/processcreds"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/smithy-go"

	"slipway.dev/slipway/diag"
)

// Codes of the AWS APIs ("Common errors", AWS STS API reference).
var (
	codesExpired = []string{"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
	codesDenied  = []string{"AccessDenied", "AccessDeniedException"}
	codesUnknown = []string{"InvalidClientTokenId", "UnrecognizedClientException", "AuthFailure", "InvalidAccessKeyId"}
)

const codeSignature = "SignatureDoesNotMatch"

func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

// problem is an error for people; err stays in its chain for programs.
type problem struct {
	diag.Problem
	err error
}

// Unwrap gives both: the problem that is shown, and what caused it.
func (p *problem) Unwrap() []error { return []error{p.Problem, p.err} }

func explain(err error, fix, message string, args ...any) error {
	return &problem{diag.Problem{Severity: diag.Error, Message: fmt.Sprintf(message, args...), Fix: fix}, err}
}

// at says where a problem was met.
func at(err error, place Place) error {
	var p *problem
	if !errors.As(err, &p) {
		return fmt.Errorf("%s: %w", place, err)
	}
	there := *p
	there.Path = place.String()
	return &there
}

// credentialsProblem explains why a source has no credentials.
func credentialsProblem(profile string, err error) error {
	var missing config.SharedConfigProfileNotExistError
	var session *ssocreds.InvalidTokenError
	var process *processcreds.ProviderError
	login := fmt.Sprintf("Log in: aws sso login --profile %s", profile)
	switch {
	case errors.As(err, &missing):
		return explain(err, "Make it with 'aws configure sso --profile "+profile+"', or name another one with AWS_PROFILE.",
			"there is no profile %s in the AWS configuration", profile)
	case errors.As(err, &session), isIn(codesExpired, err):
		return explain(err, login, "the AWS session of the profile %s has expired", profile)
	case errors.As(err, &process):
		// What the program prints may be a secret.
		return explain(err, "Run the program that credential_process names by hand.", "the credential_process of the profile %s does not work", profile)
	case code(err) == "" && strings.Contains(err.Error(), "sso"):
		return explain(err, login, "the profile %s has no valid AWS session: %s", profile, say(err))
	case code(err) != "":
		return explain(err, "Look at the profile: aws sts get-caller-identity --profile "+profile, "the credentials of the profile %s cannot be had: %s", profile, say(err))
	}
	return explain(err, login+", or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
		"no AWS credentials: looked for AWS_ACCESS_KEY_ID and AWS_WEB_IDENTITY_TOKEN_FILE in the environment, the profile %s in %s, a container's and an instance's role",
		profile, configFiles())
}

func configFiles() string {
	if f := os.Getenv("AWS_CONFIG_FILE"); f != "" {
		return f
	}
	return "~/.aws/config and ~/.aws/credentials"
}

// identityProblem explains why STS does not take a source's credentials.
func identityProblem(profile, region string, err error) error {
	switch {
	case isIn(codesExpired, err):
		return explain(err, "Log in: aws sso login --profile "+profile+", or export fresh keys.", "the AWS credentials (profile %s) have expired", profile)
	case isIn(codesUnknown, err):
		return explain(err, "Log in again, or make a new access key. If "+region+" is a region that is off, set AWS_REGION to another one.",
			"AWS does not know the credentials of the profile %s", profile)
	case code(err) == codeSignature:
		return explain(err, "Look at AWS_SECRET_ACCESS_KEY and at this machine's clock.", "the secret key of the profile %s does not fit its access key, or the clock is wrong", profile)
	case code(err) != "":
		return explain(err, "Look at it: aws sts get-caller-identity --profile "+profile, "AWS does not say who the profile %s is: %s", profile, say(err))
	}
	return unreachable(region, err)
}

func wrongAccount(profile, want string, who Identity) error {
	return explain(errors.New("wrong account"), "Name the profile of the account "+want+", or none to assume the deploy role there.",
		"the profile %s leads to the account %s (as %s), not to %s", profile, who.Account, who.ARN, want)
}

// unreachable explains why an endpoint did not answer.
func unreachable(region string, err error) error {
	host := "STS in " + region
	var sent *url.Error
	if errors.As(err, &sent) {
		if u, parsed := url.Parse(sent.URL); parsed == nil && u.Host != "" {
			host += " (" + u.Host + ")"
		}
	}
	var name *net.DNSError
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &name) && name.IsNotFound && !isKnown(region):
		return explain(err, strings.TrimSpace(diag.DidYouMean(region, slices.Concat(always, optIn))+" 'aws account list-regions' lists them."),
			"there is no AWS region %s", region)
	case errors.Is(err, context.DeadlineExceeded):
		return explain(err, "Look at the network: proxy (HTTPS_PROXY), VPN, firewall, VPC endpoint.", "%s did not answer: %s", host, say(err))
	}
	return explain(err, "Look at the network: name resolution, proxy (HTTPS_PROXY), VPN, firewall, VPC endpoint.", "%s cannot be reached: %s", host, say(err))
}

func isIn(codes []string, err error) bool { return slices.Contains(codes, code(err)) }

// lengthy is what may be a token or a key; AWS repeats some in its messages.
var lengthy = regexp.MustCompile(`[A-Za-z0-9/+=_-]{40,}|\b(AKIA|ASIA)[A-Z0-9]{12,}`)

// say is the innermost reason in words, without what could be a secret.
func say(err error) string {
	var api smithy.APIError
	var operation *net.OpError
	var text string
	switch {
	case errors.As(err, &api) && api.ErrorCode() == codeSignature:
		text = codeSignature // the message repeats the signed request
	case errors.As(err, &api):
		text = api.ErrorCode() + ": " + api.ErrorMessage()
	case errors.As(err, &operation):
		text = operation.Err.Error()
	default:
		for inner := err; inner != nil; inner = errors.Unwrap(inner) {
			text = inner.Error()
		}
	}
	return lengthy.ReplaceAllStringFunc(text, func(s string) string {
		if strings.Contains(s, "role/") { // part of an ARN
			return s
		}
		return "…"
	})
}
