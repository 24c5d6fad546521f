package local

import (
	"fmt"
	"strconv"
	"strings"
)

// instanceType is an EC2 instance type, "m7g.large". What follows from its name
// is enough to schedule by; exact sizes of odd types may differ.
type instanceType string

// parts of "m7gd.2xlarge": the class "m", the attributes "gd", the size "2xlarge".
func (t instanceType) parts() (class, attributes, size string) {
	family, size, _ := strings.Cut(string(t), ".")
	digit := strings.IndexAny(family, "0123456789")
	if digit < 0 {
		return family, "", size
	}
	return family[:digit], strings.TrimLeft(family[digit:], "0123456789"), size
}

// architecture follows EC2's naming: a g after the generation is a Graviton processor.
func (t instanceType) architecture() string {
	class, attributes, _ := t.parts()
	if strings.Contains(attributes, "g") || class == "a" {
		return "arm64"
	}
	return "amd64"
}

// size is the number of processors and the memory in MiB.
func (t instanceType) size() (cpus, memory int) {
	class, _, size := t.parts()
	if class == "t" { // burstable types have two processors from the smallest on
		small := map[string]int{"nano": 512, "micro": 1024, "small": 2048, "medium": 4096}
		if memory, ok := small[size]; ok {
			return 2, memory
		}
	}
	cpus = processors(size)
	perProcessor := map[string]int{"c": 2048, "r": 8192, "z": 8192, "x": 16384}[class]
	if perProcessor == 0 {
		perProcessor = 4096
	}
	return cpus, cpus * perProcessor
}

// processors counts by the size's name: large 2, xlarge 4, 2xlarge 8, …
func processors(size string) int {
	switch size {
	case "nano", "micro", "small", "medium":
		return 1
	case "large":
		return 2
	case "xlarge":
		return 4
	}
	if n, err := strconv.Atoi(strings.TrimSuffix(size, "xlarge")); err == nil {
		return 4 * n
	}
	if _, of, found := strings.Cut(size, "-"); found { // metal-24xl
		if n, err := strconv.Atoi(strings.TrimSuffix(of, "xl")); err == nil {
			return 4 * n
		}
	}
	return 64 // metal
}

// capacity is what the node has and what of it pods may use. The difference is
// what EKS' bootstrap keeps for the kubelet (amazon-eks-ami, bootstrap.sh):
// 11 MiB a pod and 255 MiB, 100 MiB before eviction, and little of each processor.
func (t instanceType) capacity() (capacity, allocatable map[string]any) {
	cpus, memory := t.size()
	pods := 110
	if cpus > 30 {
		pods = 250
	}
	reserved := 60
	for i := 2; i <= cpus; i++ {
		switch {
		case i == 2:
			reserved += 10
		case i <= 4:
			reserved += 5
		default:
			reserved += 2
		}
	}
	// The smallest types would have nothing left: they keep half.
	usable := max(memory-11*pods-255-100, memory/2)
	// The disk is the one that a managed node group has by default; a tenth is
	// where eviction begins, one GiB is the kubelet's.
	capacity = map[string]any{
		"cpu": strconv.Itoa(cpus), "memory": fmt.Sprintf("%dMi", memory), "pods": strconv.Itoa(pods), "ephemeral-storage": "20Gi",
	}
	allocatable = map[string]any{
		"cpu": fmt.Sprintf("%dm", 1000*cpus-reserved), "memory": fmt.Sprintf("%dMi", usable), "pods": strconv.Itoa(pods), "ephemeral-storage": "17Gi",
	}
	return capacity, allocatable
}
