package cfn

// Policy is an IAM policy document.
type Policy struct {
	Statements []Statement
}

// Statement is one rule of a policy. Exactly one of Actions and NotActions is
// set; a trust policy has Principal and no Resources.
type Statement struct {
	Sid        string
	Effect     string // "" means Allow
	Principal  Principal
	Actions    []string
	NotActions []string
	Resources  []String
	// Condition is by operator, then by key: {"StringEquals": {"aws:SourceAccount": …}}.
	// Values are String, []String, string, []string or Strings.
	Condition map[string]map[string]any
}

// Principal is who a trust policy trusts.
type Principal struct {
	Services  []string // "pods.eks.amazonaws.com"
	AWS       []String // ARNs or account ids
	Federated []String
}

// Allow is a statement that allows actions on resources.
func Allow(resources []String, actions ...string) Statement {
	return Statement{Actions: actions, Resources: resources}
}

// Trust is the trust policy of a role that services take.
func Trust(actions []string, services ...string) Policy {
	return Policy{Statements: []Statement{{Actions: actions, Principal: Principal{Services: services}}}}
}

// MarshalJSON writes the document.
func (p Policy) MarshalJSON() ([]byte, error) {
	return encode(struct {
		Version   string
		Statement []Statement
	}{"2012-10-17", p.Statements})
}

// MarshalJSON writes the statement, single values without a list around them.
func (s Statement) MarshalJSON() ([]byte, error) {
	effect := s.Effect
	if effect == "" {
		effect = "Allow"
	}
	return encode(struct {
		Sid       string                    `json:",omitempty"`
		Effect    string                    //
		Principal map[string]any            `json:",omitempty"`
		Action    any                       `json:",omitempty"`
		NotAction any                       `json:",omitempty"`
		Resource  any                       `json:",omitempty"`
		Condition map[string]map[string]any `json:",omitempty"`
	}{s.Sid, effect, s.Principal.fields(), short(s.Actions), short(s.NotActions), short(s.Resources), s.Condition})
}

func (p Principal) fields() map[string]any {
	out := map[string]any{}
	for key, value := range map[string]any{"Service": short(p.Services), "AWS": short(p.AWS), "Federated": short(p.Federated)} {
		if value != nil {
			out[key] = value
		}
	}
	return out
}

func short[T any](items []T) any {
	switch len(items) {
	case 0:
		return nil
	case 1:
		return items[0]
	}
	return items
}
