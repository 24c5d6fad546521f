package account

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/smithy-go"
)

func TestUnknownRegion(t *testing.T) {
	t.Parallel()
	missing := &url.Error{Op: "Post", URL: "https://sts.us-eest-2.amazonaws.com/", Err: &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}}
	err := unreachable("us-eest-2", missing)
	for _, want := range []string{"there is no AWS region us-eest-2", "Did you mean us-east-2?"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("does not say %q: %v", want, err)
		}
	}
	// A region that is known and has no name is a matter of the network.
	if err := unreachable("us-east-2", missing); !strings.Contains(err.Error(), "name resolution") {
		t.Errorf("got %v", err)
	}
}

func TestSayKeepsSecrets(t *testing.T) {
	t.Parallel()
	token := strings.Repeat("IQoJb3JpZ2luX2Vj", 6)
	for _, err := range []error{
		&smithy.GenericAPIError{Code: "SignatureDoesNotMatch", Message: "The Canonical String should have been 'x-amz-security-token:" + token + "'"},
		&smithy.GenericAPIError{Code: "Oops", Message: "token " + token + " of AKIAIOSFODNN7EXAMPLE"},
		fmt.Errorf("outer: %w", errors.New("key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY1")),
	} {
		said := say(err)
		for _, secret := range []string{token, "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI"} {
			if strings.Contains(said, secret) {
				t.Errorf("says %q", said)
			}
		}
	}
	arn := "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_AdministratorAccess_0123456789abcdef/ann"
	if said := say(&smithy.GenericAPIError{Code: "AccessDenied", Message: "User: " + arn + " may not"}); !strings.Contains(said, arn) {
		t.Errorf("an ARN is not said: %q", said)
	}
}

func TestPrincipalOf(t *testing.T) {
	t.Parallel()
	for arn, want := range map[string]string{
		"arn:aws:iam::111111111111:user/ann":                                         "arn:aws:iam::111111111111:user/ann",
		"arn:aws-cn:sts::111111111111:assumed-role/ci/build":                         "arn:aws-cn:iam::111111111111:role/ci",
		"arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Admin_0123456789/ann": "arn:aws:iam::111111111111:root",
	} {
		if got, condition := principalOf(arn); got != want || (len(condition) > 0) != strings.HasSuffix(want, ":root") {
			t.Errorf("%s: %s, %v", arn, got, condition)
		}
	}
}

func TestPartition(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{"us-east-2": "aws", "cn-north-1": "aws-cn", "us-gov-west-1": "aws-us-gov", "us-isob-east-1": "aws-iso-b"} {
		if got := Partition(region); got != want {
			t.Errorf("%s is in %s", region, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("aws:111111111111/us-east-2")
	f.Add("cluster:dev")
	f.Fuzz(func(t *testing.T, where string) {
		if p, err := Parse(where); err == nil && p.String() != where {
			t.Errorf("%q was read as %q", where, p)
		}
	})
}
