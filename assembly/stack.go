package assembly

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// The files of a unit of CloudFormation: the template, which is the same for
// every cluster of a blueprint, and how it is stamped out for one of them.
const (
	TemplateFile = "template.json"
	StackFile    = "stack.json"
)

// Stack is how a CloudFormation template is deployed once: its name and what
// differs between two clusters. It stands in a unit's stack.json; the values of
// parameters may hold the tokens of the unit's bindings.
//
// A unit of CloudFormation hands out the outputs of its stack, by their logical names.
type Stack struct {
	Name       string            `json:"name"`                 // unique in account and region: "enterprise-dev-network"
	Parameters map[string]string `json:"parameters,omitempty"` // lists are comma-separated
	// Capabilities are what the template must be allowed: "CAPABILITY_IAM".
	Capabilities []string          `json:"capabilities,omitempty"`
	Tags         map[string]string `json:"tags,omitempty"`
	// Protected asks for termination protection.
	Protected bool `json:"protected,omitempty"`
}

// Encode is the content of stack.json.
func (s Stack) Encode() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		return nil, fmt.Errorf("writing the stack %s: %w", s.Name, err)
	}
	return out.Bytes(), nil
}

// Stack reads the unit's stack.json.
func (u *Unit) Stack() (Stack, error) {
	var s Stack
	data, ok := u.Files[StackFile]
	if !ok {
		return s, fmt.Errorf("unit %s has no %s", u.ID, StackFile)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return s, fmt.Errorf("%s of unit %s: %w", StackFile, u.ID, err)
	}
	return s, nil
}
