package addons

// noService says why an add-on cannot be in a partition: what it sends to is not
// there (endpoints of the AWS SDK, services aps, vpc-lattice, networkflowmonitor).
const noService = "AWS does not offer the service behind it there"
