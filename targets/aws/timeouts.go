package aws

import "time"

// How long the stacks may take to be made, updated or deleted, whichever takes
// longest, with room to spare: CloudFormation ends what hangs by itself, and a
// run that ends first only has to be repeated.
const (
	networkTimeout      = 45 * time.Minute // subnets wait for network interfaces that EKS lets go of late
	clusterTimeout      = time.Hour        // a control plane takes 10 to 15 minutes, a new version of it longer
	nodesTimeout        = 90 * time.Minute // a new version replaces nodes one after the other, each when its pods have moved
	capabilitiesTimeout = 30 * time.Minute
	endpointTimeout     = time.Hour // a certificate waits for a record that somebody may have to delegate first
	rolesTimeout        = 10 * time.Minute
	teamTimeout         = time.Hour // a database in two zones takes half of it, and a changed one as long
)
