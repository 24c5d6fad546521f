package process_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"
)

const patience = 30 * time.Second

// TestMain lets the test binary be the program that the processes run.
func TestMain(m *testing.M) {
	if os.Getenv("TEST_ROLE") == "program" {
		if err := program(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// self is what a program tells of itself.
type self struct {
	PID  int
	Args []string
	Dir  string
	Env  map[string]string
}

// program serves its own description over HTTP or HTTPS, or accepts TCP.
// With --until it answers 503 as long as a file is missing, with --asked it
// makes a file when it is asked first, with --die it says something and ends.
func program(args []string) error {
	flags := flag.NewFlagSet("program", flag.ContinueOnError)
	listen, cert := flags.String("listen", "", ""), flags.String("cert", "", "")
	until, asked := flags.String("until", "", ""), flags.String("asked", "", "")
	die, tcp := flags.String("die", "", ""), flags.Bool("tcp", false, "")
	flags.String("note", "", "") // anything
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *die != "" {
		return errors.New(*die)
	}
	if *listen == "" {
		end := make(chan os.Signal, 1)
		signal.Notify(end, syscall.SIGTERM)
		<-end
		return nil
	}
	if *tcp {
		return accept(*listen)
	}
	server := http.Server{Addr: *listen, ReadHeaderTimeout: patience, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if *asked != "" {
			_ = os.WriteFile(*asked, nil, 0o600) // the test misses it
		}
		if _, err := os.Stat(*until); *until != "" && errors.Is(err, fs.ErrNotExist) {
			http.Error(w, "still warming up", http.StatusServiceUnavailable)
			return
		}
		dir, _ := os.Getwd()
		_ = json.NewEncoder(w).Encode(self{PID: os.Getpid(), Args: args, Dir: dir, Env: environment()})
	})}
	if *cert != "" {
		return server.ListenAndServeTLS(*cert+".crt", *cert+".key")
	}
	return server.ListenAndServe()
}

func accept(address string) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	for {
		conn, err := l.Accept()
		if err != nil {
			return err
		}
		_ = conn.Close()
	}
}

func environment() map[string]string {
	out := map[string]string{}
	for _, name := range []string{"PATH", "HTTPS_PROXY", "WHERE", "SLIPWAY_FILES"} {
		if v, ok := os.LookupEnv(name); ok {
			out[name] = v
		}
	}
	return out
}

// eventually polls: the condition is the assertion, the deadline only ends a
// test that has failed already.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited %v for: %s", patience, what)
		}
	}
}
