package registry

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
)

// refusal is an error in the distribution specification's words.
type refusal struct {
	status int
	code   string
	text   string
}

func (e *refusal) Error() string { return e.code + ": " + e.text }

// only refuses other methods.
func only(r *http.Request, methods ...string) error {
	if slices.Contains(methods, r.Method) {
		return nil
	}
	return &refusal{http.StatusMethodNotAllowed, "UNSUPPORTED", r.Method + " is not something this registry does"}
}

func refuse(w http.ResponseWriter, err error) {
	var r *refusal
	if !errors.As(err, &r) {
		r = &refusal{http.StatusInternalServerError, "UNKNOWN", err.Error()}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(r.status)
	type problem struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	// A client that is gone needs no answer.
	_ = json.NewEncoder(w).Encode(map[string][]problem{"errors": {{r.code, r.text}}})
}

func answer(w http.ResponseWriter, body any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(data) // a client that is gone needs no answer
	return nil
}
