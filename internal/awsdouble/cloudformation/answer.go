package cloudformation

import (
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const (
	namespace = "http://cloudformation.amazonaws.com/doc/2010-05-15/"
	requestID = "b9b4b068-3a41-11e5-94eb-example"
)

// apiError is a refusal in the service's words.
type apiError struct{ code, message string }

func (e apiError) Error() string { return e.code + ": " + e.message }

func invalid(format string, args ...any) error {
	return apiError{"ValidationError", fmt.Sprintf(format, args...)}
}

func fail(w http.ResponseWriter, status int, code, message string) {
	type failure struct {
		XMLName xml.Name `xml:"ErrorResponse"`
		NS      string   `xml:"xmlns,attr"`
		Type    string   `xml:"Error>Type"`
		Code    string   `xml:"Error>Code"`
		Message string   `xml:"Error>Message"`
		ID      string   `xml:"RequestId"`
	}
	write(w, status, failure{NS: namespace, Type: "Sender", Code: code, Message: message, ID: requestID})
}

// answer writes the result of an action, or why there is none.
func answer(w http.ResponseWriter, action string, result any, err error) {
	var refused apiError
	switch {
	case errors.As(err, &refused):
		fail(w, http.StatusBadRequest, refused.code, refused.message)
		return
	case err != nil:
		fail(w, http.StatusBadRequest, "ValidationError", err.Error())
		return
	}
	write(w, http.StatusOK, envelope{action, result})
}

func write(w http.ResponseWriter, status int, body any) {
	out, err := xml.Marshal(body)
	if err != nil {
		panic(err) // a type in this package that is no XML
	}
	w.Header().Set("Content-Type", "text/xml")
	w.Header().Set("Content-Length", strconv.Itoa(len(out)))
	w.WriteHeader(status)
	_, _ = w.Write(out) // a client that is gone hears nothing
}

// envelope is what every answer of the Query protocol is wrapped in.
type envelope struct {
	action string
	result any
}

// MarshalXML writes ActionResponse, ActionResult and the metadata.
func (e envelope) MarshalXML(enc *xml.Encoder, _ xml.StartElement) error {
	type metadata struct{ RequestId string }
	outer := xml.StartElement{Name: xml.Name{Local: e.action + "Response"}, Attr: []xml.Attr{{Name: xml.Name{Local: "xmlns"}, Value: namespace}}}
	if err := enc.EncodeToken(outer); err != nil {
		return err
	}
	if e.result != nil {
		if err := enc.EncodeElement(e.result, xml.StartElement{Name: xml.Name{Local: e.action + "Result"}}); err != nil {
			return err
		}
	}
	if err := enc.EncodeElement(metadata{requestID}, xml.StartElement{Name: xml.Name{Local: "ResponseMetadata"}}); err != nil {
		return err
	}
	return enc.EncodeToken(outer.End())
}

func stamp(t time.Time) string { return t.Format("2006-01-02T15:04:05.000Z") }

// page cuts a list at a token, which is a place in it.
func page[T any](all []T, token string, most int) (some []T, next string, err error) {
	from := 0
	if token != "" {
		if from, err = strconv.Atoi(token); err != nil || from > len(all) {
			return nil, "", invalid("The specified next token is invalid")
		}
	}
	to := min(from+most, len(all))
	if to < len(all) {
		next = strconv.Itoa(to)
	}
	return all[from:to], next, nil
}
