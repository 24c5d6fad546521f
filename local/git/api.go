package git

import (
	"encoding/json"
	"errors"
	"net/http"
)

// Handler is the service's HTTP and JSON interface, for the daemon to mount:
//
//	GET    /repos              []Repo
//	PUT    /repos              Mapping → Repo
//	DELETE /repos?url=URL
//	GET    /webhooks           []WebhookStatus
//	PUT    /webhooks           Webhook
//	DELETE /webhooks?url=URL
//	GET    /env                Environment
//	GET    /missing            []Miss
//	GET    /events             Commit, one JSON object a line, until the client goes
//
// Errors are {"error": …, "fix": …}.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /repos", func(w http.ResponseWriter, _ *http.Request) { answer(w, s.Repos(), nil) })
	mux.HandleFunc("PUT /repos", func(w http.ResponseWriter, r *http.Request) {
		var mapping Mapping
		if !decode(w, r, &mapping) {
			return
		}
		repo, err := s.Serve(r.Context(), mapping)
		answer(w, repo, err)
	})
	mux.HandleFunc("DELETE /repos", func(w http.ResponseWriter, r *http.Request) {
		answer(w, struct{}{}, s.Unserve(r.URL.Query().Get("url")))
	})
	mux.HandleFunc("GET /webhooks", func(w http.ResponseWriter, _ *http.Request) { answer(w, s.notifier.Webhooks(), nil) })
	mux.HandleFunc("PUT /webhooks", func(w http.ResponseWriter, r *http.Request) {
		var hook Webhook
		if decode(w, r, &hook) {
			answer(w, struct{}{}, s.AddWebhook(hook))
		}
	})
	mux.HandleFunc("DELETE /webhooks", func(w http.ResponseWriter, r *http.Request) {
		answer(w, struct{}{}, s.RemoveWebhook(r.URL.Query().Get("url")))
	})
	mux.HandleFunc("GET /env", func(w http.ResponseWriter, _ *http.Request) { answer(w, s.Environment(), nil) })
	mux.HandleFunc("GET /missing", func(w http.ResponseWriter, _ *http.Request) { answer(w, s.Missing(), nil) })
	mux.HandleFunc("GET /events", s.events)
	return mux
}

func (s *Service) events(w http.ResponseWriter, r *http.Request) {
	commits := s.Subscribe(r.Context())
	w.Header().Set("Content-Type", "application/x-ndjson")
	out, lines := http.NewResponseController(w), json.NewEncoder(w)
	if err := out.Flush(); err != nil { // tells the client that it is subscribed
		return
	}
	for commit := range commits {
		if lines.Encode(commit) != nil || out.Flush() != nil {
			return
		}
	}
}

func decode(w http.ResponseWriter, r *http.Request, into any) bool {
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(into)
	if err != nil {
		answer(w, nil, &Problem{What: "reading the request", Err: err, Fix: "Send one JSON object."})
	}
	return err == nil
}

// answer writes a value, or an error: what the caller can mend is 400.
func answer(w http.ResponseWriter, value any, err error) {
	status := http.StatusOK
	if err != nil {
		reply := Problem{What: err.Error()}
		status = http.StatusInternalServerError
		if problem, ok := errors.AsType[*Problem](err); ok {
			reply = Problem{What: (&Problem{What: problem.What, Err: problem.Err}).Error(), Fix: problem.Fix}
			status = http.StatusBadRequest
		}
		value = reply
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the client is gone, or has it
}
