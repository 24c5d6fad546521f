package helm

import (
	"encoding/base64"
	"slices"
	"strings"

	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
	"sigs.k8s.io/yaml"
)

// secrets are the values of a chart's Secrets, which no error may quote.
type secrets []string

// shortest is how long a value must be to be hidden: "true" is everywhere.
const shortest = 5

// learn reads the values of all Secrets of a manifest, plain and encoded.
func (s *secrets) learn(manifest []byte) {
	for _, doc := range releaseutil.SplitManifests(string(manifest)) {
		var o struct {
			Kind       string            `json:"kind"`
			Data       map[string]string `json:"data"`
			StringData map[string]string `json:"stringData"`
		}
		if yaml.Unmarshal([]byte(doc), &o) != nil || o.Kind != "Secret" {
			continue
		}
		for _, v := range o.Data {
			plain, _ := base64.StdEncoding.DecodeString(v)
			s.add(v, string(plain))
		}
		for _, v := range o.StringData {
			s.add(v, base64.StdEncoding.EncodeToString([]byte(v)))
		}
	}
	slices.SortFunc(*s, func(a, b string) int { return len(b) - len(a) }) // a value may be part of another
}

func (s *secrets) add(values ...string) {
	for _, v := range values {
		if len(v) >= shortest {
			*s = append(*s, v)
		}
	}
}

// scrub hides the values in an error's text and keeps the error inside.
func (s secrets) scrub(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	for _, v := range s {
		text = strings.ReplaceAll(text, v, "***")
	}
	if text == err.Error() {
		return err
	}
	return scrubbed{text, err}
}

type scrubbed struct {
	text string
	err  error
}

func (e scrubbed) Error() string { return e.text }
func (e scrubbed) Unwrap() error { return e.err }
