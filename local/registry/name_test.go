package registry

import "testing"

func TestParseReference(t *testing.T) {
	t.Parallel()
	const sum = "@" + helloDigest
	for text, want := range map[string]string{
		"registry.example.com/troi/inf-backend:1.0.0": "registry.example.com/troi/inf-backend:1.0.0",
		"nginx":                       "docker.io/library/nginx:latest",
		"nginx:1.29":                  "docker.io/library/nginx:1.29",
		"argoproj/rollouts:v1":        "docker.io/argoproj/rollouts:v1",
		"docker.io/nginx:1":           "docker.io/library/nginx:1",
		"index.docker.io/nginx:1":     "docker.io/library/nginx:1",
		"localhost/a:1":               "localhost/a:1",
		"localhost:5000/a":            "localhost:5000/a:latest",
		"registry.k8s.io/pause:3.10":  "registry.k8s.io/pause:3.10",
		"quay.io/a/b" + sum:           "quay.io/a/b" + sum,
		"quay.io/a/b:1" + sum:         "quay.io/a/b:1" + sum,
		"quay.io/a/b-c__d.e/f:1":      "quay.io/a/b-c__d.e/f:1",
		"":                            "",
		"quay.io/":                    "",
		"quay.io/a:":                  "",
		"quay.io/A:1":                 "",
		"quay.io/../a:1":              "",
		"quay.io/a//b":                "",
		"quay.io/_tags/b":             "",
		"..:80/b":                     "",
		"a@sha256:00":                 "",
		"a:-1":                        "",
		"registry.example.com/a b:1":  "",
		"registry.example.com/a:${v}": "",
	} {
		ref, err := ParseReference(text)
		if (err != nil) != (want == "") || err == nil && ref.String() != want {
			t.Errorf("%q: %q, %v, want %q", text, ref, err, want)
		}
	}
}

func FuzzParseReference(f *testing.F) {
	f.Add("quay.io/a/b:1@" + helloDigest)
	f.Fuzz(func(t *testing.T, text string) {
		ref, err := ParseReference(text)
		if err != nil {
			return
		}
		again, err := ParseReference(ref.String())
		if err != nil || again != ref {
			t.Errorf("%q: %+v, again %+v, %v", text, ref, again, err)
		}
	})
}
