package awsdouble

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
)

// Fault is an answer that goes wrong.
type Fault struct {
	Status        int
	Code, Message string
	Cut           bool // the connection ends without an answer
}

// Fail asks fault about every call; what it returns, if not nil, is the answer.
// Of several faults the first one that has an answer wins.
func (s *Server) Fail(fault func(Call) *Fault) {
	s.with(func() { s.faults = append(s.faults, fault) })
}

// TurnOff makes a region one that the account has not enabled.
func (s *Server) TurnOff(account, region string) {
	s.with(func() { s.off = append(s.off, account+"/"+region) })
}

// Throttled is too much at a time.
func Throttled() *Fault {
	return failure(http.StatusBadRequest, "ThrottlingException", "Rate exceeded")
}

// Expired is a session that has ended.
func Expired() *Fault {
	return failure(http.StatusForbidden, "ExpiredToken", "The security token included in the request is expired")
}

// Denied is a policy that does not allow the call.
func Denied(c Call) *Fault {
	return failure(http.StatusForbidden, "AccessDenied", fmt.Sprintf("User: %s is not authorized to perform: %s:%s", c.ARN, c.Service, c.Action))
}

// Cut ends the connection before an answer.
func Cut() *Fault { return &Fault{Cut: true} }

func failure(status int, code, message string) *Fault {
	return &Fault{Status: status, Code: code, Message: message}
}

// unknownToken is how services refuse credentials that they do not know, and
// those of an account in a region that it has not enabled.
func unknownToken(service string) *Fault {
	code := "UnrecognizedClientException"
	if service == "sts" || service == "cloudformation" {
		code = "InvalidClientTokenId"
	}
	return failure(http.StatusForbidden, code, "The security token included in the request is invalid")
}

// queryError is an error of the query protocol.
type queryError struct {
	XMLName xml.Name `xml:"ErrorResponse"`
	Type    string   `xml:"Error>Type"`
	Code    string   `xml:"Error>Code"`
	Message string   `xml:"Error>Message"`
	Request string   `xml:"RequestId"`
}

// write answers in the service's protocol: XML, or JSON with the code in a header.
func (f *Fault) write(w http.ResponseWriter, service string) {
	if f.Cut {
		panic(http.ErrAbortHandler) // the one way to end a connection of net/http
	}
	if service == "sts" || service == "cloudformation" {
		w.Header().Set("Content-Type", "text/xml")
		w.WriteHeader(f.Status)
		_ = xml.NewEncoder(w).Encode(queryError{Type: "Sender", Code: f.Code, Message: f.Message, Request: requestID})
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Amzn-Errortype", f.Code)
	w.WriteHeader(f.Status)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": f.Code, "message": f.Message})
}

const requestID = "00000000-0000-4000-8000-000000000000"
