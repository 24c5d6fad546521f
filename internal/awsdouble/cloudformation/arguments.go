package cloudformation

import (
	"regexp"
	"slices"
	"strings"
)

var stackName = regexp.MustCompile(`^[a-zA-Z][-a-zA-Z0-9]{0,127}$`)

// arguments read what a stack is to be made from and hold it against the rules.
func (s *Server) arguments(f form) (want, error) {
	if name := f.get("StackName"); !stackName.MatchString(name) && !strings.HasPrefix(name, "arn:") {
		return want{}, invalid("1 validation error detected: Value '%s' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*", name)
	}
	t, err := s.parse(f.get("TemplateBody"))
	if err != nil {
		return want{}, err
	}
	w := want{body: f.get("TemplateBody"), t: t, tags: f.pairs("Tags", "Key", "Value")}
	if err := checkTags(w.tags); err != nil {
		return want{}, err
	}
	if w.params, err = t.parameters(f.pairs("Parameters", "ParameterKey", "ParameterValue")); err != nil {
		return want{}, err
	}
	return w, capable(t, f.list("Capabilities"))
}

var tagText = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)

func checkTags(tags map[string]string) error {
	if len(tags) > 50 {
		return invalid("Tags exceed the limit of 50")
	}
	for _, key := range keys(tags) {
		if len(key) > 128 || len(tags[key]) > 256 || !tagText.MatchString(key) || !tagText.MatchString(tags[key]) || strings.HasPrefix(key, "aws:") {
			return invalid("Invalid tag %s=%s", key, tags[key])
		}
	}
	return nil
}

// parameters are the given ones and the defaults of the others.
func (t *template) parameters(given map[string]string) (map[string]string, error) {
	out := map[string]string{}
	var missing, unknown []string
	for _, name := range keys(given) {
		if _, ok := t.Parameters[name]; !ok {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) > 0 {
		return nil, invalid("Parameters: [%s] do not exist in the template", strings.Join(unknown, ", "))
	}
	for _, name := range keys(t.Parameters) {
		p := t.Parameters[name]
		value, ok := given[name]
		switch {
		case ok:
		case p.Default != nil:
			value = text(p.Default)
		default:
			missing = append(missing, name)
			continue
		}
		if len(p.AllowedValues) > 0 && !slices.ContainsFunc(p.AllowedValues, func(v any) bool { return text(v) == value }) {
			return nil, invalid("Parameter '%s' must be one of AllowedValues", name)
		}
		out[name] = value
	}
	if len(missing) > 0 {
		return nil, invalid("Parameters: [%s] must have values", strings.Join(missing, ", "))
	}
	return out, nil
}

func capable(t *template, given []string) error {
	some, named := t.iam()
	has := func(c string) bool { return slices.Contains(given, c) }
	switch {
	case named && !has("CAPABILITY_NAMED_IAM"):
		return apiError{"InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_NAMED_IAM]"}
	case some && !has("CAPABILITY_IAM") && !has("CAPABILITY_NAMED_IAM"):
		return apiError{"InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_IAM]"}
	}
	return nil
}

// once reports whether a request with this token has had its effect already.
func (st *stack) once(token, action string) (bool, error) {
	if token == "" {
		return false, nil
	}
	switch before := st.tokens[token]; before {
	case action:
		return true, nil
	case "":
		st.tokens[token] = action
		return false, nil
	default:
		return false, apiError{"TokenAlreadyExistsException", "Client request token " + token + " has been used for another operation"}
	}
}
