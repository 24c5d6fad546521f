package registry

import (
	"context"
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"slipway.dev/slipway/local/state"
)

func TestServiceKeepsItsPort(t *testing.T) {
	t.Parallel()
	dir, err := state.At(filepath.Join(t.TempDir(), "demo"))
	if err != nil {
		t.Fatal(err)
	}
	store, err := Of(dir) // before the platform runs
	if err != nil {
		t.Fatal(err)
	}
	const ref = "registry.example.com/troi/inf-backend:1.0.0"
	if err := store.Write(ref, image(t)); err != nil {
		t.Fatal(err)
	}
	var ports []int
	for range 2 {
		service, err := NewService(dir, nil)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- service.Run(ctx) }()
		mounted := httptest.NewServer(service.Handler())
		port, err := Port(t.Context(), mounted.Client(), mounted.URL)
		if err != nil {
			t.Fatal(err)
		}
		ports = append(ports, port)
		pull(t, fmt.Sprintf("127.0.0.1:%d", port), ref)
		mounted.Close()
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	if ports[0] != ports[1] {
		t.Errorf("it moved: %v", ports)
	}
}
