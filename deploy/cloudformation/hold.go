package cloudformation

import (
	"context"
	"fmt"

	"slipway.dev/slipway/assembly"
)

// Hold waits until the unit's stack is complete, the only gate there is for one.
func (d *Deployer) Hold(ctx context.Context, u *assembly.Unit, g assembly.Gate) error {
	if g.Kind != assembly.Ready {
		return fmt.Errorf("a stack has no gate %q, only %q", g.Kind, assembly.Ready)
	}
	s, err := u.Stack()
	if err != nil {
		return err
	}
	for {
		live, err := d.find(ctx, s.Name)
		if err != nil && !passes(err) {
			return err
		}
		if live != nil && complete(live.StackStatus) {
			return nil
		}
		if d.pause(ctx) != nil {
			return fmt.Errorf("the stack %s is %s", s.Name, status(live))
		}
	}
}
