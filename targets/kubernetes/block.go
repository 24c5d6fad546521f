package kubernetes

import (
	"net/netip"

	"slipway.dev/slipway/blueprint"
)

// block is an address range without the metadata service, which stays closed
// even where a team may call every address. Validate has refused the range that
// is nothing else: the API server wants an exception to be smaller than its range.
func block(cidr string) fields {
	out := fields{"cidr": cidr}
	service := netip.MustParsePrefix(blueprint.MetadataService)
	if r, err := netip.ParsePrefix(cidr); err == nil && r.Bits() < service.Bits() && r.Contains(service.Addr()) {
		out["except"] = names(blueprint.MetadataService)
	}
	return out
}
