package daemon

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	"slipway.dev/slipway/local/supervisor"
)

// maxBody bounds a process description.
const maxBody = 1 << 20

func (d *daemon) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/status", d.getStatus)
	mux.HandleFunc("PUT /v1/processes/{name...}", d.putProcess)
	mux.HandleFunc("DELETE /v1/processes/{name...}", d.deleteProcess)
	mux.HandleFunc("POST /v1/processes/{name...}", d.postProcess)
	mux.HandleFunc("POST /v1/stop", d.postStop)
	for _, s := range d.options.Services {
		prefix := "/v1/" + s.Name()
		mux.Handle(prefix+"/", http.StripPrefix(prefix, s.Handler()))
	}
	return mux
}

func (d *daemon) getStatus(w http.ResponseWriter, _ *http.Request) {
	answer(w, Status{
		PID:       os.Getpid(),
		Version:   d.options.Version,
		Started:   d.started,
		Stopping:  d.supervisor.Stopping(),
		Processes: d.supervisor.Statuses(),
		Services:  d.services.snapshot(),
	}, nil)
}

func (d *daemon) putProcess(w http.ResponseWriter, r *http.Request) {
	var p supervisor.Process
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&p)
	if err == nil && p.Name != r.PathValue("name") {
		err = fmt.Errorf("is named %q in the path", r.PathValue("name"))
	}
	if err != nil {
		answer(w, nil, &supervisor.InvalidError{Name: p.Name, Err: err})
		return
	}
	answer(w, struct{}{}, d.supervisor.Apply(r.Context(), p))
}

func (d *daemon) deleteProcess(w http.ResponseWriter, r *http.Request) {
	answer(w, struct{}{}, d.supervisor.Remove(r.Context(), r.PathValue("name")))
}

// postProcess is restart: a pattern cannot go on after {name...}, and names
// have slashes.
func (d *daemon) postProcess(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutSuffix(r.PathValue("name"), "/restart")
	if !ok {
		http.NotFound(w, r)
		return
	}
	answer(w, struct{}{}, d.supervisor.Restart(r.Context(), name))
}

// postStop answers when all processes have ended. A client that goes away does
// not call it off.
func (d *daemon) postStop(w http.ResponseWriter, r *http.Request) {
	d.quitOnce.Do(func() { close(d.quit) })
	select {
	case <-d.gone:
		answer(w, struct{}{}, d.stopErr)
	case <-r.Context().Done():
	}
}

func answer(w http.ResponseWriter, body any, err error) {
	status := http.StatusOK
	if err != nil {
		status, body = describe(err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// The client sees a connection that breaks; there is nobody else to tell.
	_ = json.NewEncoder(w).Encode(body)
}

func describe(err error) (int, problem) {
	var invalid *supervisor.InvalidError
	switch {
	case errors.As(err, &invalid):
		return http.StatusBadRequest, problem{err.Error(), codeInvalid}
	case errors.Is(err, supervisor.ErrUnknown):
		return http.StatusNotFound, problem{err.Error(), codeUnknown}
	case errors.Is(err, supervisor.ErrStopped):
		return http.StatusConflict, problem{err.Error(), codeStopping}
	}
	return http.StatusInternalServerError, problem{Error: err.Error()}
}
