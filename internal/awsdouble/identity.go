package awsdouble

import (
	"context"
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Key is an access key and who it belongs to.
type Key struct {
	ID, Secret, Token string
	ARN               string // "arn:aws:iam::111111111111:user/ann", "arn:aws:sts::…:assumed-role/ROLE/SESSION"
	Expires           time.Time
}

// Role is one that can be assumed.
type Role struct {
	ARN string // "arn:aws:iam::111111111111:role/slipway-deploy"
	// Trust are the ARNs of users and roles; an account's root stands for all of its own.
	Trust      []string
	ExternalID string
	Lifetime   time.Duration // of a session, 0 means an hour
}

// User makes an access key for a user or for a role's session, which does not expire.
func (s *Server) User(arn string) Key {
	k := Key{ID: "AKIA" + rand.Text()[:16], Secret: rand.Text(), ARN: arn}
	s.with(func() { s.keys[k.ID] = k })
	return k
}

// Role makes a role, or changes it.
func (s *Server) Role(r Role) { s.with(func() { s.roles[r.ARN] = r }) }

// Environ are the variables that lead the SDK, and any program that uses it, to
// the server with a key, and to no configuration of this machine.
func (s *Server) Environ(k Key) []string {
	return []string{
		"AWS_ENDPOINT_URL=" + s.URL, "AWS_ACCESS_KEY_ID=" + k.ID, "AWS_SECRET_ACCESS_KEY=" + k.Secret, "AWS_SESSION_TOKEN=" + k.Token,
		"AWS_EC2_METADATA_DISABLED=true", "AWS_CONFIG_FILE=/nonexistent", "AWS_SHARED_CREDENTIALS_FILE=/nonexistent",
		"AWS_PROFILE=", "AWS_DEFAULT_PROFILE=", "AWS_REGION=", "AWS_DEFAULT_REGION=", "AWS_ROLE_ARN=", "AWS_WEB_IDENTITY_TOKEN_FILE=",
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=", "AWS_CONTAINER_CREDENTIALS_FULL_URI=",
	}
}

// Setenv gives the test's process the variables of Environ.
func (s *Server) Setenv(t *testing.T, k Key) {
	t.Helper()
	for _, v := range s.Environ(k) {
		name, value, _ := strings.Cut(v, "=")
		t.Setenv(name, value)
	}
}

// Config leads the SDK's clients to the server, with a key, in a region.
func (s *Server) Config(k Key, region string) aws.Config {
	return aws.Config{
		Region: region, BaseEndpoint: aws.String(s.URL),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{
				AccessKeyID: k.ID, SecretAccessKey: k.Secret, SessionToken: k.Token, Expires: k.Expires, CanExpire: !k.Expires.IsZero(),
			}, nil
		}),
	}
}

// authenticate finds the caller, or why there is none.
func (s *Server) authenticate(r *http.Request, body []byte) (Call, *Fault) {
	sig, ok := signatureOf(r)
	call := Call{Service: sig.service, Action: action(r, body), Region: sig.region}
	if !ok {
		call.Service = "sts"
		return call, failure(http.StatusForbidden, "MissingAuthenticationToken", "Request is missing Authentication Token")
	}
	s.mu.Lock()
	key, known := s.keys[sig.key]
	now := s.now()
	s.mu.Unlock()
	call.ARN, call.Account = key.ARN, accountOf(key.ARN)
	switch {
	case !known, sig.token != key.Token:
		return call, unknownToken(call.Service)
	case !sig.fits(r, body, key.Secret):
		return call, failure(http.StatusForbidden, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. The Canonical String for this request should have been '"+sig.canonical(r, body)+"'")
	case !sig.timely(now):
		return call, failure(http.StatusForbidden, "SignatureDoesNotMatch", "Signature expired: "+sig.at)
	case !key.Expires.IsZero() && !now.Before(key.Expires):
		return call, expired(call.Service)
	}
	return call, nil
}

func expired(service string) *Fault {
	f := Expired()
	if service != "sts" && service != "cloudformation" {
		f.Code = "ExpiredTokenException"
	}
	return f
}

// accountOf is the account in an ARN.
func accountOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	return parts[4]
}

// RoleOf is the role of a session's ARN, and any other ARN as it is.
func RoleOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || !strings.HasPrefix(parts[5], "assumed-role/") {
		return arn
	}
	return "arn:" + parts[1] + ":iam::" + parts[4] + ":role/" + strings.Split(parts[5], "/")[1]
}
