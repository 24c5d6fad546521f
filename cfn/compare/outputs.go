package compare

import "slipway.dev/slipway/cfn"

// Outputs are the outputs of both stacks whose value will be another one, and
// how sure that is: what other stacks take from this one then differs, too.
func Outputs(old, new Stack) (map[string]cfn.Replacement, error) {
	c, err := newComparison(old, new)
	if err != nil {
		return nil, err
	}
	out := map[string]cfn.Replacement{}
	for name, o := range c.new.Outputs {
		before, there := c.old.Outputs[name]
		if !there {
			continue
		}
		how := cfn.Updates
		if !equal(fill(before.Value, c.was), fill(o.Value, c.is)) {
			how = cfn.Replaces
		}
		for _, ref := range references(o.Value) {
			if moved, moves := c.moves(ref); moves {
				how = worse(how, moved)
			}
		}
		if how != cfn.Updates {
			out[name] = how
		}
	}
	return out, nil
}
