package awsdouble

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	algorithm  = "AWS4-HMAC-SHA256"
	timeFormat = "20060102T150405Z"
	// signatureLife is how long a signed request is taken. For STS it is the
	// same for presigned ones, whatever they ask for.
	signatureLife = 15 * time.Minute
)

// signature is what a request says about how it was signed ("Signature Version 4",
// AWS IAM User Guide).
type signature struct {
	key, date, region, service string
	at                         string
	headers                    []string
	value, token               string
	presigned                  bool
}

// signatureOf finds the signature in the header Authorization or in the query.
func signatureOf(r *http.Request) (signature, bool) {
	var s signature
	var credential, headers string
	if q := r.URL.Query(); q.Get("X-Amz-Signature") != "" {
		s.presigned, s.value, s.at, s.token = true, q.Get("X-Amz-Signature"), q.Get("X-Amz-Date"), q.Get("X-Amz-Security-Token")
		credential, headers = q.Get("X-Amz-Credential"), q.Get("X-Amz-SignedHeaders")
	} else {
		rest, ok := strings.CutPrefix(r.Header.Get("Authorization"), algorithm+" ")
		if !ok {
			return s, false
		}
		for part := range strings.SplitSeq(rest, ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
			switch name {
			case "Credential":
				credential = value
			case "SignedHeaders":
				headers = value
			case "Signature":
				s.value = value
			}
		}
		s.at, s.token = r.Header.Get("X-Amz-Date"), r.Header.Get("X-Amz-Security-Token")
	}
	scope := strings.Split(credential, "/")
	if len(scope) != 5 || scope[4] != "aws4_request" || s.value == "" {
		return s, false
	}
	s.key, s.date, s.region, s.service = scope[0], scope[1], scope[2], scope[3]
	s.headers = strings.Split(headers, ";")
	return s, true
}

// fits reports whether the request was signed with the secret.
func (s signature) fits(r *http.Request, body []byte, secret string) bool {
	scope := strings.Join([]string{s.date, s.region, s.service, "aws4_request"}, "/")
	text := strings.Join([]string{algorithm, s.at, scope, digest([]byte(s.canonical(r, body)))}, "\n")
	key := []byte("AWS4" + secret)
	for _, part := range []string{s.date, s.region, s.service, "aws4_request"} {
		key = mac(key, part)
	}
	return subtle.ConstantTimeCompare([]byte(hex.EncodeToString(mac(key, text))), []byte(s.value)) == 1
}

// timely reports whether the signature is neither too old nor of the future.
func (s signature) timely(now time.Time) bool {
	at, err := time.Parse(timeFormat, s.at)
	return err == nil && strings.HasPrefix(s.at, s.date) && now.Sub(at) < signatureLife && at.Sub(now) < signatureLife
}

// canonical is the request in the form that is signed.
func (s signature) canonical(r *http.Request, body []byte) string {
	q := r.URL.Query()
	q.Del("X-Amz-Signature")
	path := r.URL.EscapedPath()
	if path == "" {
		path = "/"
	}
	path = strings.ReplaceAll(url.PathEscape(path), "%2F", "/") // services other than S3 escape twice
	var headers strings.Builder
	for _, name := range s.headers {
		headers.WriteString(name + ":" + header(r, name) + "\n")
	}
	return strings.Join([]string{
		r.Method, path, strings.ReplaceAll(q.Encode(), "+", "%20"), headers.String(), strings.Join(s.headers, ";"), digest(body),
	}, "\n")
}

// header is a header's value as it is signed; two of them are not in r.Header.
func header(r *http.Request, name string) string {
	switch name {
	case "host":
		return r.Host
	case "content-length":
		return strconv.FormatInt(r.ContentLength, 10)
	}
	values := slices.Clone(r.Header.Values(name))
	for i, v := range values {
		values[i] = strings.Join(strings.Fields(v), " ")
	}
	return strings.Join(values, ",")
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
