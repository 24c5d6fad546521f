package blueprint

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// Quantity is an amount in Kubernetes' notation: "10", "500m", "10Gi".
type Quantity string

// QuantityPattern is the notation of the Kubernetes documentation, "Quantity": a
// decimal number and a suffix, binary or decimal, or an exponent. Signs are left
// out: nothing here may be negative.
const QuantityPattern = `^([0-9]{1,20}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})([numkMGTPE]|[KMGTPE]i|[eE][-+]?[0-9]{1,2})?$`

var quantityPattern = regexp.MustCompile(QuantityPattern)

// Rat is the amount as an exact number. The error is for people.
func (q Quantity) Rat() (*big.Rat, error) {
	m := quantityPattern.FindStringSubmatch(string(q))
	if m == nil {
		return nil, fmt.Errorf("must be a quantity such as 500m or 10Gi, is %q", string(q))
	}
	amount, _ := new(big.Rat).SetString(strings.TrimSuffix(m[1], "."))
	return amount.Mul(amount, scale(m[2])), nil
}

// scale is what a suffix multiplies by.
func scale(suffix string) *big.Rat {
	base, exponent := int64(10), 0
	switch {
	case suffix == "":
		return big.NewRat(1, 1)
	case strings.HasSuffix(suffix, "i"):
		base, exponent = 1024, strings.Index("KMGTPE", suffix[:1])+1
	case len(suffix) > 1:
		exponent, _ = strconv.Atoi(strings.TrimPrefix(suffix[1:], "+"))
	default:
		exponent = map[string]int{"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}[suffix]
	}
	power := new(big.Int).Exp(big.NewInt(base), big.NewInt(int64(max(exponent, -exponent))), nil)
	if exponent < 0 {
		return new(big.Rat).SetFrac(big.NewInt(1), power)
	}
	return new(big.Rat).SetInt(power)
}

// amounts remembers quantities and comparisons: large platforms repeat a few.
type amounts struct {
	known map[Quantity]*big.Rat
	above map[[2]Quantity]bool
}

func newAmounts() amounts {
	return amounts{known: map[Quantity]*big.Rat{}, above: map[[2]Quantity]bool{}}
}

// of is the amount of a quantity, nil for what is none.
func (a amounts) of(q Quantity) *big.Rat {
	amount, ok := a.known[q]
	if !ok {
		amount, _ = q.Rat()
		a.known[q] = amount
	}
	return amount
}

// exceeds reports whether q is more than other; what is no quantity exceeds nothing.
func (a amounts) exceeds(q, other Quantity) bool {
	pair := [2]Quantity{q, other}
	above, ok := a.above[pair]
	if !ok {
		x, y := a.of(q), a.of(other)
		above = x != nil && y != nil && x.Cmp(y) > 0
		a.above[pair] = above
	}
	return above
}
