package blueprint

import (
	"fmt"
	"net/netip"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"slipway.dev/slipway/diag"
)

// rule holds a value to one rule: text by itself, each text of a list, each key
// of a map, numbers where they were given.
func (v *validation) rule(r Rule, x reflect.Value, given bool, at *place) {
	switch {
	case x.Kind() == reflect.Pointer:
		if !x.IsNil() {
			v.rule(r, x.Elem(), true, at)
		}
	case x.CanInt():
		if message := r.number(x.Int()); message != "" && given {
			v.breach(at, message, "")
		}
	case x.Kind() == reflect.String:
		v.text(r, x.String(), at)
	case x.Kind() == reflect.Slice && x.Type().Elem().Kind() == reflect.String:
		for i := range x.Len() {
			here := at.at(strconv.Itoa(i))
			if x.Index(i).String() == "" {
				v.report(here, "is empty", "")
			}
			v.text(r, x.Index(i).String(), here)
		}
	case x.Kind() == reflect.Map:
		for key := range keySet(x) {
			if key == "" {
				v.report(at.at(segment(key)), "has an empty name", "")
			}
			v.text(r, key, at.at(segment(key)))
		}
	}
}

func (v *validation) text(r Rule, s string, at *place) {
	if s == "" {
		return
	}
	if message, fix := r.text(s); message != "" {
		v.breach(at, message, fix)
	}
}

// breach reports a value that breaks a rule whatever is around it.
func (v *validation) breach(at *place, message, fix string) {
	v.unruly = append(v.unruly, at.String())
	v.report(at, message, fix)
}

// number says what is wrong with a number, "" when nothing is.
func (r Rule) number(n int64) string {
	limit, err := strconv.ParseInt(r.Arg, 10, 64)
	switch {
	case err != nil:
		return ""
	case r.Name == "min" && n < limit:
		return fmt.Sprintf("must be at least %d, is %d", limit, n)
	case r.Name == "max" && n > limit:
		return fmt.Sprintf("must be at most %d, is %d", limit, n)
	}
	return ""
}

// text says what is wrong with a text and how to mend it, "" when nothing is.
// CheckTags finds rules that this does not know.
func (r Rule) text(s string) (message, fix string) {
	switch r.Name {
	case "enum":
		return checkEnum(s, strings.Split(r.Arg, "|"))
	case "name":
		return checkName(s)
	case "cidr":
		return checkCIDR(s)
	case "version":
		return checkVersion(s)
	case "region":
		return checkShape(s, regionPattern, "an AWS region such as us-east-2")
	case "instancetype":
		return checkShape(s, instanceTypePattern, "an EC2 instance type such as m7g.large")
	case "role":
		return checkRole(s)
	case "repo":
		return checkRepository(s)
	case "image":
		return checkImage(s)
	case "relpath":
		return checkRelativePath(s)
	}
	return "", ""
}

// RuleNames are the rules that check tags may use.
func RuleNames() []string {
	return []string{"required", "min", "max", "enum", "name", "cidr", "version", "region", "instancetype", "role", "repo", "relpath", "image"}
}

// The patterns of what is written, also for the schema.
const (
	NamePattern         = `^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$` // RFC 1123 label
	VersionPattern      = `^1\.[0-9]{2}$`
	RegionPattern       = `^[a-z]{2,4}(-[a-z]+){1,3}-[0-9]{1,2}$`
	InstanceTypePattern = `^[a-z][a-z0-9-]*\.([a-z0-9-]+)$`
	// RolePattern is an IAM role: its ARN, or role/NAME for the one that each
	// cluster's own account has ("IAM identifiers").
	RolePattern = `^(arn:aws[a-z-]*:iam::[0-9]{12}:)?role/([!-~]+/)?[A-Za-z0-9_+=,.@-]{1,64}$`
	// ImagePattern is the full name of an image with a tag (OCI distribution
	// specification): the first element is a host, told by a dot or a port.
	ImagePattern = `^([a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?|[a-z0-9-]+:[0-9]+|localhost)(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)+:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$`
)

var (
	versionPattern      = regexp.MustCompile(VersionPattern)
	regionPattern       = regexp.MustCompile(RegionPattern)
	rolePattern         = regexp.MustCompile(RolePattern)
	imagePattern        = regexp.MustCompile(ImagePattern)
	instanceTypePattern = regexp.MustCompile(InstanceTypePattern)
)

func checkEnum(s string, choices []string) (message, fix string) {
	if slices.Contains(choices, s) {
		return "", ""
	}
	what := "must be one of " + strings.Join(choices, ", ")
	if len(choices) == 1 {
		what = "must be " + choices[0]
	}
	return what + ", is " + shown(s), diag.DidYouMean(s, choices)
}

func checkShape(s string, pattern *regexp.Regexp, what string) (message, fix string) {
	if pattern.MatchString(s) {
		return "", ""
	}
	return "must be " + what + ", is " + shown(s), ""
}

func checkName(s string) (message, fix string) {
	if isName(s) {
		return "", ""
	}
	fix = "Use at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends."
	if better := tidyName(s); better != "" {
		fix += " For instance: " + better + "."
	}
	return shown(s) + " is no DNS label", fix
}

// isName is NamePattern by hand: names are what large platforms have most of.
func isName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' && i > 0 && i < len(s)-1) {
			return false
		}
	}
	return len(s) > 0 && len(s) <= 63
}

// tidyName is the nearest name that would do.
func tidyName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(s))
	return strings.Trim(s[:min(len(s), 63)], "-")
}

func checkCIDR(s string) (message, fix string) {
	prefix, err := netip.ParsePrefix(s)
	if err != nil || !prefix.Addr().Is4() {
		return "must be an IPv4 range such as 10.0.0.0/16, is " + shown(s), ""
	}
	if network := prefix.Masked(); network != prefix {
		return s + " is an address inside the range " + network.String() + ", not a range", "Write " + network.String() + "."
	}
	return "", ""
}

// Versions of Kubernetes that Slipway knows; see eksVersions for those of Amazon EKS.
const oldestVersion, newestVersion = 30, 36

func checkVersion(s string) (message, fix string) {
	known := fmt.Sprintf("Slipway knows 1.%d to 1.%d.", oldestVersion, newestVersion)
	if !versionPattern.MatchString(s) {
		return `must be a minor version of Kubernetes such as "1.36", is ` + shown(s), "Leave out the patch version and any v. " + known
	}
	if minor := minorVersion(s); minor < oldestVersion || minor > newestVersion {
		return "Kubernetes " + s + " is not known", known
	}
	return "", ""
}

func checkRole(s string) (message, fix string) {
	const example = "arn:aws:iam::111111111111:role/developers"
	switch {
	case rolePattern.MatchString(s):
		return "", ""
	case strings.Contains(s, ":assumed-role/"):
		return "is a session of a role, not the role: " + strconv.Quote(s), "Name the role itself: " + example + "."
	case strings.Contains(s, ":user/"):
		return "is an IAM user, not a role: " + strconv.Quote(s), "Give the user a role to take; sessions of a role end, keys of a user do not."
	}
	return "must be an IAM role, is " + shown(s), "Write its ARN, " + example + ", or role/NAME for the role of that name in the cluster's own account."
}

func checkImage(s string) (message, fix string) {
	const example = "registry.example.com/team/app:1.0.0"
	switch {
	case imagePattern.MatchString(s):
		return "", ""
	case strings.Contains(s, "@"):
		return "names an image by its digest, which only what is built will have", "Name it by a tag, such as " + example + "."
	}
	return "must be the full name of an image with a tag, such as " + example + ", is " + shown(s), ""
}

func minorVersion(s string) int {
	minor, _ := strconv.Atoi(strings.TrimPrefix(s, "1."))
	return minor
}

func checkRelativePath(s string) (message, fix string) {
	switch {
	case strings.HasPrefix(s, "/"), strings.Contains(s, `\`), strings.Contains(s, "\x00"):
		return "must be a relative path with forward slashes, is " + shown(s), ""
	case slices.Contains(strings.Split(s, "/"), ".."):
		return "must not lead out of its folder with .., is " + shown(s), ""
	}
	return "", ""
}

// shown repeats what the user wrote, unless it is long or may hold credentials.
func shown(s string) string {
	if strings.Contains(s, "@") {
		return "not"
	}
	if len(s) > 70 {
		s = strings.ToValidUTF8(s[:64], "") + "…"
	}
	return strconv.Quote(s)
}
