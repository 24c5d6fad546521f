package blueprint

// Support says what Amazon EKS does for a version of Kubernetes.
type Support string

// The phases of a version on Amazon EKS.
const (
	NotOffered      Support = ""
	StandardSupport Support = "standard"
	ExtendedSupport Support = "extended" // a year more, at a higher price
)

// eksVersions are what EKS offers, as of November 2026 ("Amazon EKS Kubernetes
// release calendar"). This is the only such table.
var eksVersions = []struct {
	version string
	support Support
}{
	{"1.31", ExtendedSupport},
	{"1.32", ExtendedSupport},
	{"1.33", ExtendedSupport},
	{"1.34", StandardSupport},
	{"1.35", StandardSupport},
	{"1.36", StandardSupport},
}

// EKSSupport is what Amazon EKS does for a minor version, "1.36".
func EKSSupport(version string) Support {
	for _, v := range eksVersions {
		if v.version == version {
			return v.support
		}
	}
	return NotOffered
}

// EKSVersions are the versions with a phase of support, the oldest first.
func EKSVersions(support Support) []string {
	var out []string
	for _, v := range eksVersions {
		if v.support == support {
			out = append(out, v.version)
		}
	}
	return out
}
