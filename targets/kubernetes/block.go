package kubernetes

import "net/netip"

// block is an address range without the metadata service. The API server
// refuses an exception that does not lie inside the range.
func block(cidr string) fields {
	out := fields{"cidr": cidr}
	service := netip.MustParsePrefix(metadataService)
	if r, err := netip.ParsePrefix(cidr); err == nil && r.Bits() < service.Bits() && r.Contains(service.Addr()) {
		out["except"] = names(metadataService)
	}
	return out
}
