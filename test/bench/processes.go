package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// process is what 'slipway status' says about one.
type process struct {
	Name   string `json:"name"`
	PID    int    `json:"pid"`
	Memory uint64 `json:"memory"`
}

const apiserver = "kube-apiserver"

func (b *bench) processes(ctx context.Context) ([]process, error) {
	var out bytes.Buffer
	cmd := b.command(ctx, b.slipway, "status", "-p", platformName, "-o", "json")
	cmd.Stdout = &out
	if _, err := measure(cmd, 1); err != nil { // 1: it shows something that is not ready, which is no matter here
		return nil, fmt.Errorf("asking for the status: %w", err)
	}
	var st struct {
		Clusters []struct {
			Processes []process `json:"processes"`
		} `json:"clusters"`
	}
	if err := json.Unmarshal(out.Bytes(), &st); err != nil {
		return nil, fmt.Errorf("reading the status: %w", err)
	}
	var all []process
	for _, c := range st.Clusters {
		all = append(all, c.Processes...)
	}
	return all, nil
}

// processor is the processor time that the platform's processes have used until
// everything was Healthy. Unlike the time on the clock it hardly depends on what
// else the machine does. Only Linux tells it.
func (b *bench) processor(ctx context.Context) error {
	list, err := b.processes(ctx)
	if err != nil {
		return err
	}
	var all, server time.Duration
	for _, p := range list {
		used, ok := processorTime(p.PID)
		if !ok {
			return nil
		}
		all += used
		if p.Name == apiserver {
			server = used
		}
	}
	b.table.limit("up: processor time of its processes", all, "its kube-apiserver alone", server, 0)
	return nil
}

// processorTime reads the fields utime and stime, in hundredths of a second (proc_pid_stat(5)).
func processorTime(pid int) (time.Duration, bool) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, false
	}
	_, rest, _ := strings.Cut(string(data), ") ") // the name before it may hold spaces
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, false
	}
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		return 0, false
	}
	system, err := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond, err == nil
}

// memory is what the platform holds while nothing happens.
func (b *bench) memory(ctx context.Context) error {
	list, err := b.processes(ctx)
	if err != nil {
		return err
	}
	var all, server uint64
	for _, p := range list {
		all += p.Memory
		if p.Name == apiserver {
			server = p.Memory
		}
	}
	b.table.add(row{
		what: "memory: the platform's processes", ours: fmt.Sprintf("%s in %d", megabytes(all), len(list)),
		than: "its kube-apiserver alone " + megabytes(server), ratio: factor(float64(all) / float64(max(server, 1))),
	})
	return nil
}
