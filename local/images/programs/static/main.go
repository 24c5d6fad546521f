// Static serves the files of a folder: /srv on port 8080, or ROOT and PORT.
package main

import (
	"cmp"
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// drain is how long requests are still taken after SIGTERM: until no balancer
// sends any.
const drain = 3 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	var leaving atomic.Bool
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServer(http.Dir(cmp.Or(os.Getenv("ROOT"), "/srv"))))
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		if leaving.Load() {
			http.Error(w, "leaving", http.StatusServiceUnavailable)
		}
	})
	server := &http.Server{Addr: ":" + cmp.Or(os.Getenv("PORT"), "8080"), Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() {
		<-ctx.Done()
		leaving.Store(true)
		time.Sleep(drain)
		last, cancel := context.WithTimeout(context.Background(), drain)
		defer cancel()
		ended <- server.Shutdown(last)
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	if err := <-ended; err != nil {
		log.Fatal(err)
	}
}
