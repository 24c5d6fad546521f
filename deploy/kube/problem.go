package kube

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const namespaceTerminating = corev1.NamespaceTerminatingCause

// isTrust reports an error of certificates, which no retry mends.
func isTrust(err error) bool {
	var unknown x509.UnknownAuthorityError
	var verification *tls.CertificateVerificationError
	return errors.As(err, &unknown) || errors.As(err, &verification)
}

// cause drops the method and address that net/http puts before an error.
func cause(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// problem is what went wrong with one object: its name, the server's reason in
// one line and, where there is one, the way out.
func problem(o id, err error) error {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return fmt.Errorf("%s: %w", o, err)
	}
	p := &objectError{object: o, reason: reason(status.Status()), err: err}
	if strings.Contains(p.reason, "field is immutable") || strings.Contains(p.reason, "updates to statefulset spec for fields other than") ||
		strings.Contains(p.reason, "cannot change roleRef") {
		p.fix = fmt.Sprintf("The server cannot change this on a living object. Delete it, then deploy again:\nkubectl delete %s%s", strings.ToLower(o.kind)+" "+o.name, inNamespace(o))
	}
	return p
}

func inNamespace(o id) string {
	if o.namespace == "" {
		return ""
	}
	return " -n " + o.namespace
}

// objectError reads like a line of a list and still is the API error inside.
type objectError struct {
	object      id
	reason, fix string
	err         error
}

func (e *objectError) Error() string {
	s := e.object.String() + ": " + e.reason
	if e.fix != "" {
		s += "\n    " + strings.ReplaceAll(e.fix, "\n", "\n    ")
	}
	return s
}

func (e *objectError) Unwrap() error { return e.err }

// reason is the server's reason without the object's name, which it repeats,
// and without the long values it quotes.
func reason(s metav1.Status) string {
	if s.Reason == metav1.StatusReasonInvalid && s.Details != nil && len(s.Details.Causes) > 0 {
		var parts []string
		for _, c := range s.Details.Causes {
			parts = append(parts, strings.TrimPrefix(c.Field+": "+shorten(c.Message), ": "))
		}
		return oneLine(strings.Join(parts, "; "))
	}
	return oneLine(s.Message)
}

// shorten cuts a quoted value out of the middle of a validation message, whose end says what is wrong.
func shorten(message string) string {
	const most = 160
	if len(message) <= most {
		return message
	}
	head, _, ok := strings.Cut(message, ": ")
	tail := message[strings.LastIndex(message, ": ")+1:]
	if !ok || len(tail) > most {
		return message[:most] + "…"
	}
	return head + ": …:" + tail
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
