package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	nodefast "sigs.k8s.io/kwok/kustomize/stage/node/fast"
	nodelease "sigs.k8s.io/kwok/kustomize/stage/node/heartbeat-with-lease"
	podfast "sigs.k8s.io/kwok/kustomize/stage/pod/fast"
)

// defaultStages is one YAML stream: nodes become Ready and keep their lease,
// pods become Running, finish when they are jobs, and go away when deleted.
func defaultStages() string {
	return strings.Join([]string{
		nodefast.DefaultNodeInit,
		nodelease.DefaultNodeHeartbeatWithLease,
		podfast.DefaultPodReady,
		podfast.DefaultPodComplete,
		podfast.DefaultPodDelete,
	}, "\n---\n")
}

// addDefaultConfig appends --config FILE to os.Args, where upstream looks for
// it, unless the caller gave one or only asks a question. The returned function
// removes FILE and may be called twice.
func addDefaultConfig() (func(), error) {
	if givesConfig(os.Args[1:]) {
		return func() {}, nil
	}
	file, err := os.CreateTemp("", "kwok-stages-*.yaml")
	if err != nil {
		return nil, fmt.Errorf("writing the default stages: %w", err)
	}
	remove := func() { os.Remove(file.Name()) }
	_, err = file.WriteString(defaultStages())
	if err := errors.Join(err, file.Close()); err != nil {
		remove()
		return nil, fmt.Errorf("writing the default stages: %w", err)
	}
	os.Args = append(os.Args, "--config="+file.Name())
	return remove, nil
}

func givesConfig(args []string) bool {
	for _, arg := range args {
		if arg == "-c" || arg == "--config" || strings.HasPrefix(arg, "--config=") || strings.HasPrefix(arg, "-c=") {
			return true
		}
	}
	return false
}
