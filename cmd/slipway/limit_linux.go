package main

import (
	"fmt"
	"syscall"
)

// limit bounds what this process may use from here on. The kernel ends it where
// it goes beyond.
func limit(seconds, memory uint64) error {
	if err := syscall.Setrlimit(syscall.RLIMIT_CPU, &syscall.Rlimit{Cur: seconds, Max: seconds}); err != nil {
		return fmt.Errorf("limiting the time of the CPU: %w", err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: memory, Max: memory}); err != nil {
		return fmt.Errorf("limiting memory: %w", err)
	}
	return nil
}
