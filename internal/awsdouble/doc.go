// Package awsdouble stands in for AWS in tests: an HTTP server that the real
// SDK clients talk to. It knows STS, EKS and the tagging API, hands
// CloudFormation to whoever a test brings, and checks every signature. It is
// held to the documented APIs and models only what Slipway calls. Only tests
// may import it.
package awsdouble
