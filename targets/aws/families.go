package aws

import (
	"slices"
	"strings"

	"slipway.dev/slipway/diag"
)

// family is what matters about a family of EC2 instances here.
type family struct {
	arm         bool
	accelerator string // "NVIDIA", "NEURON", "" for none that EKS has images for
}

// The families that nodes of EKS can be of, by processor and accelerator. From
// InstanceType of aws-sdk-go-v2/service/ec2 1.344.2; those that run no nodes (mac,
// and the ones before c3) are left out. EC2 has new ones every few months: add
// them here.
const (
	x86Families = `
		c3 c4 c5 c5a c5ad c5d c5n c6a c6i c6id c6in c7a c7i c7i-flex c8a c8i c8i-flex c8ib c8id c8in c8ine d2 d3 d3en dl1
		dl2q f1 f2 g4ad h1 hpc6a hpc6id hpc7a hpc8a i3 i3en i4i i7i i7ie m3 m4 m5 m5a m5ad m5d m5dn m5n m5zn m6a m6i m6id
		m6idn m6in m7a m7i m7i-flex m8a m8azn m8i m8i-flex m8ib m8id m8idb m8idn m8in m8ine r3 r4 r5 r5a r5ad r5b r5d r5dn
		r5n r6a r6i r6id r6idn r6in r7a r7i r7iz r8a r8i r8i-flex r8ib r8id r8idb r8idn r8in t2 t3 t3a t8i u-12tb1 u-18tb1
		u-24tb1 u-3tb1 u-6tb1 u-9tb1 u7i-12tb u7i-6tb u7i-8tb u7ib-12tb u7in-16tb u7in-24tb u7in-32tb u7inh-32tb vt1 x1 x1e
		x2idn x2iedn x2iezn x8aedz x8i z1d`
	armFamilies = `
		a1 c6g c6gd c6gn c7g c7gd c7gn c8g c8gb c8gd c8gn c9g c9gd hpc7g i4g i8g i8ge im4gn is4gen m6g m6gd m7g m7gd m8g
		m8gb m8gd m8gn m9g m9gd r6g r6gd r7g r7gd r8g r8gb r8gd r8gn r9g r9gd t4g x2gd x8g`
	nvidiaFamilies = `
		g3 g3s g4dn g5 g6 g6e g6f g7 g7e gr6 gr6f p2 p3 p3dn p4d p4de p5 p5e p5en p6-b200 p6-b300`
	nvidiaArmFamilies = `
		g5g p6e-gb200`
	neuronFamilies = `
		inf1 inf2 trn1 trn1n trn2 trn2u`
)

// families are all of them by name.
func families() map[string]family {
	out := map[string]family{}
	for _, list := range []struct {
		names string
		family
	}{
		{x86Families, family{}},
		{armFamilies, family{arm: true}},
		{nvidiaFamilies, family{accelerator: "NVIDIA"}},
		{nvidiaArmFamilies, family{arm: true, accelerator: "NVIDIA"}},
		{neuronFamilies, family{accelerator: "NEURON"}},
	} {
		for name := range strings.FieldsSeq(list.names) {
			out[name] = list.family
		}
	}
	return out
}

// familyOf is the family of an instance type, "m7g" of "m7g.large".
func familyOf(instanceType string) (name string, f family, known bool) {
	name, _, _ = strings.Cut(instanceType, ".")
	f, known = families()[name]
	return name, f, known
}

// nearFamily suggests a family for one that is not known.
func nearFamily(name string) string {
	var names []string
	for known := range families() {
		names = append(names, known)
	}
	slices.Sort(names)
	return diag.DidYouMean(name, names)
}

// The sizes of EC2 instances, the smallest first, from the same list. No family
// has them all: which one has which, EC2 says when the nodes are made.
const sizes = `
	nano micro small medium large xlarge 2xlarge 3xlarge 4xlarge 6xlarge 8xlarge 9xlarge 10xlarge 12xlarge 16xlarge
	18xlarge 24xlarge 32xlarge 36xlarge 48xlarge 56xlarge 64xlarge 96xlarge 112xlarge 224xlarge 480xlarge
	metal metal-12xl metal-16xl metal-24xl metal-32xl metal-48xl metal-96xl`

func instanceSizes() []string { return strings.Fields(sizes) }

// nearSize suggests an instance type for one whose size is not known.
func nearSize(family, size string) string {
	if near := diag.Suggest(size, instanceSizes()); near != "" {
		return "Did you mean " + family + "." + near + "?"
	}
	return "Sizes go from nano over large to 480xlarge; there are metal, and metal-12xl to metal-96xl."
}
