package cfn_test

import (
	"slices"
	"testing"

	"slipway.dev/slipway/cfn"
)

// What is found by halving has to be in order.
func TestTypesAreSorted(t *testing.T) {
	t.Parallel()
	if types := cfn.Types(); !slices.IsSorted(types) || len(types) == 0 {
		t.Errorf("%q are not sorted", types)
	}
}
