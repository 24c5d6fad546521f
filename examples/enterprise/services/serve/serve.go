// Package serve is what the example's services have in common: an answer that
// says who gave it, faults on demand, and an end that loses no request.
//
//	GET /         {"service": …, "version": …, "host": …, "team": …}
//	GET /healthz  ready, or leaving
//
// FAIL_RATE is how many of 100 requests are answered with an error, LATENCY how
// long each takes ("250ms"), so that a bad version can be shown.
package serve

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
)

// drain is how long a service goes on answering after it was told to end, while
// it says that it is not ready: in that time the cluster stops sending requests.
const drain = 5 * time.Second

// Service is one service.
type Service struct {
	Name, Version, Team string
}

// Faults are what goes wrong on purpose.
type Faults struct {
	FailRate int // of 100 requests
	Latency  time.Duration
}

// Main serves until SIGTERM, then as long as requests may still come.
func (s Service) Main() {
	faults, err := faultsOf(os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	var leaving atomic.Bool
	server := &http.Server{
		Addr:    ":" + cmp.Or(os.Getenv("PORT"), "8080"),
		Handler: s.Handler(faults, &leaving), ReadHeaderTimeout: 10 * time.Second,
	}
	ended := make(chan error, 1)
	go func() {
		<-ctx.Done()
		leaving.Store(true)
		time.Sleep(drain)
		last, cancel := context.WithTimeout(context.Background(), drain)
		defer cancel()
		ended <- server.Shutdown(last)
	}()
	log.Printf("%s %s listens on %s", s.Name, s.Version, server.Addr)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	if err := <-ended; err != nil {
		log.Fatal(err)
	}
}

// Handler answers the service's requests.
func (s Service) Handler(faults Faults, leaving *atomic.Bool) http.Handler {
	host, _ := os.Hostname()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		if leaving.Load() {
			http.Error(w, "leaving", http.StatusServiceUnavailable)
		}
	})
	mux.HandleFunc("GET /", func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(faults.Latency)
		if rand.IntN(100) < faults.FailRate {
			http.Error(w, s.Name+" "+s.Version+" fails on purpose", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]string{"service": s.Name, "version": s.Version, "host": host, "team": s.Team})
	})
	return mux
}

func faultsOf(env func(string) string) (Faults, error) {
	var f Faults
	var err error
	if text := env("FAIL_RATE"); text != "" {
		if f.FailRate, err = strconv.Atoi(text); err != nil || f.FailRate < 0 || f.FailRate > 100 {
			return f, fmt.Errorf("FAIL_RATE is %q, want 0 to 100", text)
		}
	}
	if text := env("LATENCY"); text != "" {
		if f.Latency, err = time.ParseDuration(text); err != nil {
			return f, fmt.Errorf("LATENCY is %q, want a time such as 250ms", text)
		}
	}
	return f, nil
}
