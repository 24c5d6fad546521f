package account

import (
	"fmt"
	"regexp"
	"strings"
)

// Place is one region of one account.
type Place struct {
	Account string // twelve digits
	Region  string // "us-east-2"
}

var (
	accountID  = regexp.MustCompile(`^[0-9]{12}$`)
	regionName = regexp.MustCompile(`^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$`)
)

// Parse reads the place of a unit: "aws:111111111111/us-east-2".
func Parse(where string) (Place, error) {
	rest, ok := strings.CutPrefix(where, "aws:")
	account, region, split := strings.Cut(rest, "/")
	switch {
	case !ok || !split:
		return Place{}, fmt.Errorf("%q is not a place on AWS; it looks like aws:111111111111/us-east-2", where)
	case !accountID.MatchString(account):
		return Place{}, fmt.Errorf("%s: %q is not an account id, which has twelve digits", where, account)
	case !regionName.MatchString(region):
		return Place{}, fmt.Errorf("%s: %q is not the name of a region, which looks like us-east-2", where, region)
	}
	return Place{Account: account, Region: region}, nil
}

// String is the place as units name it.
func (p Place) String() string { return "aws:" + p.Account + "/" + p.Region }
