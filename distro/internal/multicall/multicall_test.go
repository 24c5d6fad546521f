package multicall

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	t.Parallel()
	b := Binary{Components: []Component{{Name: "etcd"}, {Name: "kube-apiserver"}}}
	for name, test := range map[string]struct {
		argv []string
		want string // empty: none
		args []string
	}{
		"called by name":           {[]string{"/cache/etcd", "--data-dir", "d"}, "etcd", []string{"--data-dir", "d"}},
		"first argument":           {[]string{"kube", "kube-apiserver", "--v=2"}, "kube-apiserver", []string{"--v=2"}},
		"the name called by wins":  {[]string{"etcd", "kube-apiserver"}, "etcd", []string{"kube-apiserver"}},
		"a path is no name":        {[]string{"kube", "./etcd"}, "", nil},
		"nothing":                  {[]string{"kube"}, "", nil},
		"a later argument is none": {[]string{"kube", "--v=2", "etcd"}, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, args, ok := b.find(test.argv)
			if ok != (test.want != "") || got.Name != test.want || !slices.Equal(args, test.args) {
				t.Errorf("find(%q) = %q %q %t, want %q %q", test.argv, got.Name, args, ok, test.want, test.args)
			}
		})
	}
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	b := Binary{Name: "kube", Version: "v1.36.3", Components: []Component{{Name: "etcd"}}}
	for name, test := range map[string]struct {
		args        []string
		out, errOut string // what each must contain; empty: nothing written
		code        int
	}{
		"version": {[]string{"--version"}, "v1.36.3\n", "", 0},
		"help":    {[]string{"help"}, "  etcd\n", "", 0},
		"nothing": {nil, "", "usage: kube COMPONENT", 2},
		"unknown": {[]string{"kubelet"}, "", "  etcd\n", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, errOut bytes.Buffer
			code := b.answer(test.args, &out, &errOut)
			if code != test.code || !holds(out.String(), test.out) || !holds(errOut.String(), test.errOut) {
				t.Errorf("answer(%q) = %d with %q and %q", test.args, code, out.String(), errOut.String())
			}
		})
	}
}

func holds(got, want string) bool {
	if want == "" {
		return got == ""
	}
	return strings.Contains(got, want)
}
