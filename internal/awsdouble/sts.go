package awsdouble

import (
	"crypto/rand"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// sts answers as the AWS STS API reference says, version 2011-06-15.
func (s *Server) sts(w http.ResponseWriter, call Call, q url.Values) {
	switch call.Action {
	case "GetCallerIdentity":
		writeXML(w, callerIdentity{ARN: call.ARN, Account: call.Account, User: "AIDA" + call.Account, Request: requestID})
	case "AssumeRole":
		s.assumeRole(w, call, q)
	default:
		failure(http.StatusBadRequest, "InvalidAction", "Could not find operation "+call.Action).write(w, call.Service)
	}
}

type callerIdentity struct {
	XMLName xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ GetCallerIdentityResponse"`
	ARN     string   `xml:"GetCallerIdentityResult>Arn"`
	User    string   `xml:"GetCallerIdentityResult>UserId"`
	Account string   `xml:"GetCallerIdentityResult>Account"`
	Request string   `xml:"ResponseMetadata>RequestId"`
}

type assumedRole struct {
	XMLName xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ AssumeRoleResponse"`
	Key     string   `xml:"AssumeRoleResult>Credentials>AccessKeyId"`
	Secret  string   `xml:"AssumeRoleResult>Credentials>SecretAccessKey"`
	Token   string   `xml:"AssumeRoleResult>Credentials>SessionToken"`
	Expires string   `xml:"AssumeRoleResult>Credentials>Expiration"`
	ARN     string   `xml:"AssumeRoleResult>AssumedRoleUser>Arn"`
	ID      string   `xml:"AssumeRoleResult>AssumedRoleUser>AssumedRoleId"`
	Request string   `xml:"ResponseMetadata>RequestId"`
}

// assumeRole says the same when there is no such role as when it does not trust
// the caller, as STS does.
func (s *Server) assumeRole(w http.ResponseWriter, call Call, q url.Values) {
	s.mu.Lock()
	defer s.mu.Unlock()
	role, ok := s.roles[q.Get("RoleArn")]
	session := q.Get("RoleSessionName")
	switch {
	case len(session) < 2 || len(session) > 64:
		failure(http.StatusBadRequest, "ValidationError", "roleSessionName must have 2 to 64 characters").write(w, call.Service)
		return
	case !ok, !role.trusts(call.ARN), role.ExternalID != q.Get("ExternalId"):
		failure(http.StatusForbidden, "AccessDenied", fmt.Sprintf("User: %s is not authorized to perform: sts:AssumeRole on resource: %s", call.ARN, q.Get("RoleArn"))).write(w, call.Service)
		return
	}
	key := s.session(role, session)
	writeXML(w, assumedRole{
		Key: key.ID, Secret: key.Secret, Token: key.Token, Expires: key.Expires.UTC().Format(time.RFC3339),
		ARN: key.ARN, ID: "AROA:" + session, Request: requestID,
	})
}

// session makes the key of a role's session. The lock is held.
func (s *Server) session(role Role, name string) Key {
	lifetime := role.Lifetime
	if lifetime == 0 {
		lifetime = time.Hour
	}
	arn := strings.Replace(role.ARN, ":iam:", ":sts:", 1)
	arn, path, _ := strings.Cut(arn, ":role/")
	key := Key{
		ID: "ASIA" + rand.Text()[:16], Secret: rand.Text(), Token: rand.Text() + rand.Text(), Expires: s.now().Add(lifetime),
		ARN: arn + ":assumed-role/" + path[strings.LastIndex(path, "/")+1:] + "/" + name,
	}
	s.keys[key.ID] = key
	return key
}

func (r Role) trusts(arn string) bool {
	principal := RoleOf(arn)
	root := strings.Join(strings.SplitN(principal, ":", 6)[:5], ":") + ":root"
	return slices.Contains(r.Trust, principal) || slices.Contains(r.Trust, root)
}

func writeXML(w http.ResponseWriter, answer any) {
	w.Header().Set("Content-Type", "text/xml")
	_ = xml.NewEncoder(w).Encode(answer)
}
