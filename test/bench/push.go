package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// What is changed in the example, and where it is seen.
const (
	pushedFile  = "repos/troi/deploy/deployment.yaml"
	pushedFrom  = "    metadata:\n      labels: {app: inf-backend}"
	pushedWatch = "/apis/apps/v1/namespaces/team-troi/deployments?watch=true&fieldSelector=metadata.name%3Dinf-backend"
	pushes      = 10
)

// push writes a file of a local repository and waits until a watch of the
// cluster shows it: the commit, the webhook, Argo CD's comparison and its sync
// are all in between.
func (b *bench) push(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, 5*time.Minute, fmt.Errorf("%d pushes were not live within 5m0s", pushes))
	defer cancel()
	cfg, err := clientcmd.BuildConfigFromFlags("", filepath.Join(b.dir, "kubeconfig"))
	if err != nil {
		return err
	}
	seen, err := watch(ctx, cfg)
	if err != nil {
		return err
	}
	file := filepath.Join(b.example, pushedFile)
	original, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !strings.Contains(string(original), pushedFrom) {
		return fmt.Errorf("%s does not look as expected", pushedFile)
	}
	var took []time.Duration
	for i := range pushes {
		value := fmt.Sprintf("bench-%d", i)
		text := strings.Replace(string(original), pushedFrom, pushedFrom+"\n      annotations: {pushed: "+value+"}", 1)
		began := time.Now()
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
		if err := await(ctx, seen, value); err != nil {
			return err
		}
		took = append(took, time.Since(began))
		// The next push must not meet the end of this one's roll-out.
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(3 * time.Second):
		}
	}
	fmt.Fprintln(os.Stderr, "push:", took)
	b.table.limit("push → live in the cluster", median(took), "", 0, 2*time.Second)
	return nil
}

// watch sends the annotation of each version of the Deployment.
func watch(ctx context.Context, cfg *rest.Config) (<-chan string, error) {
	client, err := rest.HTTPClientFor(cfg)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, cfg.Host+pushedWatch, nil)
	if err != nil {
		return nil, err
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, fmt.Errorf("watching the pushed Deployment: %s", resp.Status)
	}
	seen := make(chan string, 100)
	go func() {
		defer close(seen)
		defer resp.Body.Close()
		for dec := json.NewDecoder(resp.Body); ; {
			var event struct {
				Object struct {
					Spec struct {
						Template struct {
							Metadata struct {
								Annotations map[string]string `json:"annotations"`
							} `json:"metadata"`
						} `json:"template"`
					} `json:"spec"`
				} `json:"object"`
			}
			if dec.Decode(&event) != nil {
				return
			}
			seen <- event.Object.Spec.Template.Metadata.Annotations["pushed"]
		}
	}()
	return seen, nil
}

func await(ctx context.Context, seen <-chan string, value string) error {
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case got, ok := <-seen:
			if !ok {
				return fmt.Errorf("the watch ended while a push was waited for")
			}
			if got == value {
				return nil
			}
		}
	}
}
