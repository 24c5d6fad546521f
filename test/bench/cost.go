package main

import (
	"fmt"
	"time"
)

// cost is what several runs of one program took, each figure the median of its own.
type cost struct {
	took, processor time.Duration
	memory          uint64
}

// repeat runs one thing several times: what takes a few milliseconds says little by one run.
func repeat(runs int, run func() (usage, error)) (cost, error) {
	var took, processor []time.Duration
	var memory []uint64
	for range runs {
		u, err := run()
		if err != nil {
			return cost{}, err
		}
		took, processor, memory = append(took, u.took), append(processor, u.processor), append(memory, u.memory)
	}
	return cost{median(took), median(processor), median(memory)}, nil
}

func (c cost) String() string { return show(c.processor) + ", " + megabytes(c.memory) }

// than says how much less c is than another.
func (c cost) than(other cost) string {
	return fmt.Sprintf("%s less, %s the memory",
		factor(float64(other.processor)/float64(c.processor)), factor(float64(c.memory)/float64(other.memory)))
}
