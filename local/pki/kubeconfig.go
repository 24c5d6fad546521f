package pki

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"text/template"

	"slipway.dev/slipway/local/state"
)

// Kubeconfig says what a kubeconfig connects to, and as whom.
type Kubeconfig struct {
	Context   string // name of context, cluster and user alike: "slipway-demo-dev"
	Server    string // https://127.0.0.1:20001
	Namespace string // may be empty
	Subject   Subject
}

// Strings are written as JSON, which is YAML too, whatever is in them.
var kubeconfigYAML = template.Must(template.New("kubeconfig").Funcs(template.FuncMap{
	"text": func(s string) (string, error) { b, err := json.Marshal(s); return string(b), err },
}).Parse(`apiVersion: v1
kind: Config
clusters:
- name: {{text .Context}}
  cluster:
    server: {{text .Server}}
    certificate-authority-data: {{.CA}}
users:
- name: {{text .Context}}
  user:
    client-certificate-data: {{.Cert}}
    client-key-data: {{.Key}}
contexts:
- name: {{text .Context}}
  context:
    cluster: {{text .Context}}
    user: {{text .Context}}
{{- if .Namespace}}
    namespace: {{text .Namespace}}
{{- end}}
current-context: {{text .Context}}
`))

// Kubeconfig returns the bytes of a kubeconfig with embedded certificates. The
// client certificate is kept as dir/name.crt and .key, so that equal calls
// give equal bytes until it is renewed.
func (c *CA) Kubeconfig(name string, k Kubeconfig) ([]byte, error) {
	pair, err := c.Client(name, k.Subject)
	if err != nil {
		return nil, err
	}
	cert, err := os.ReadFile(pair.Cert)
	if err != nil {
		return nil, fmt.Errorf("making the kubeconfig of %s: %w", k.Subject.CN, err)
	}
	key, err := os.ReadFile(pair.Key)
	if err != nil {
		return nil, fmt.Errorf("making the kubeconfig of %s: %w", k.Subject.CN, err)
	}
	encode := base64.StdEncoding.EncodeToString
	var out bytes.Buffer
	err = kubeconfigYAML.Execute(&out, struct {
		Kubeconfig
		CA, Cert, Key string
	}{k, encode(c.PEM()), encode(cert), encode(key)})
	return out.Bytes(), err
}

// WriteKubeconfig writes the kubeconfig to a file for its owner only, and
// leaves a file alone that already says the same.
func (c *CA) WriteKubeconfig(path, name string, k Kubeconfig) error {
	data, err := c.Kubeconfig(name, k)
	if err != nil {
		return err
	}
	if have, err := os.ReadFile(path); err == nil && bytes.Equal(have, data) {
		return os.Chmod(path, 0o600)
	}
	return state.WriteFile(path, data, 0o600)
}
