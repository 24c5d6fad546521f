package eks

import (
	"context"
	"encoding/base64"
	"fmt"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

const (
	tokenPrefix   = "k8s-aws-v1."
	clusterHeader = "x-k8s-aws-id"
	// tokenLife is a minute less than what the API server grants a token: 15
	// minutes from its signature (aws-iam-authenticator, pkg/token).
	tokenLife = 14 * time.Minute
	// tokenMargin is how long before its end a token is not handed out any more.
	tokenMargin = time.Minute
)

// Token is what an EKS API server takes as a bearer token: a question to STS,
// signed by the caller, that the server asks in the caller's place.
type Token struct {
	Value   string // secret
	Expires time.Time
}

// Tokens makes tokens for one cluster and keeps the last one until it is about
// to expire. It is safe for concurrent use.
type Tokens struct {
	cfg     aws.Config
	cluster string
	now     func() time.Time

	mu   sync.Mutex
	last Token
}

// NewTokens makes tokens with the credentials and in the region of the config.
// The cluster is named as EKS knows it.
func NewTokens(cfg aws.Config, cluster string) *Tokens {
	return &Tokens{cfg: cfg, cluster: cluster, now: time.Now}
}

// Token is a token that is good for at least another minute, unless the
// credentials end before that. It makes no request beyond those for credentials.
func (t *Tokens) Token(ctx context.Context) (Token, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.now().Add(tokenMargin).Before(t.last.Expires) {
		return t.last, nil
	}
	token, err := t.sign(ctx)
	if err != nil {
		return Token{}, fmt.Errorf("signing a token for the EKS cluster %s: %w", t.cluster, err)
	}
	t.last = token
	return token, nil
}

// refused forgets a token that the server did not take.
func (t *Tokens) refused(value string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.last.Value == value {
		t.last = Token{}
	}
}

func (t *Tokens) sign(ctx context.Context) (Token, error) {
	// A token ends with the credentials that signed it, so both must be known.
	keys, err := t.cfg.Credentials.Retrieve(ctx)
	if err != nil {
		return Token{}, err
	}
	cfg := t.cfg.Copy()
	cfg.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return keys, nil })
	expires := t.now().Add(tokenLife)
	if keys.CanExpire && keys.Expires.Before(expires) {
		expires = keys.Expires
	}
	signed, err := sts.NewPresignClient(sts.NewFromConfig(cfg)).PresignGetCallerIdentity(ctx, &sts.GetCallerIdentityInput{},
		func(o *sts.PresignOptions) { o.ClientOptions = append(o.ClientOptions, forCluster(t.cluster)) })
	if err != nil {
		return Token{}, err
	}
	return Token{Value: tokenPrefix + base64.RawURLEncoding.EncodeToString([]byte(signed.URL)), Expires: expires}, nil
}

// forCluster signs the cluster's name, too: a token is good for one cluster only.
func forCluster(name string) func(*sts.Options) {
	return sts.WithAPIOptions(smithyhttp.SetHeaderValue(clusterHeader, name), smithyhttp.SetHeaderValue("X-Amz-Expires", "60"))
}
