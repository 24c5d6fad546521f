package addons

import "slipway.dev/slipway/cfn"

// onlyFor is the statement where a key of the request has exactly a value
// (StringEquals). Conditions add up.
func onlyFor(s cfn.Statement, key string, value any) cfn.Statement {
	return where(s, "StringEquals", key, value)
}

// where is the statement with one more condition.
func where(s cfn.Statement, operator, key string, value any) cfn.Statement {
	out := map[string]map[string]any{}
	for op, keys := range s.Condition {
		out[op] = map[string]any{}
		for k, v := range keys {
			out[op][k] = v
		}
	}
	if out[operator] == nil {
		out[operator] = map[string]any{}
	}
	out[operator][key] = value
	s.Condition = out
	return s
}

// requestTag is the key of a tag that a request sets.
func requestTag(tag string) string { return "aws:RequestTag/" + tag }

// resourceTag is the key of a tag that a resource has.
func resourceTag(tag string) string { return "aws:ResourceTag/" + tag }
