// Package strategies makes what a workload asks of its rollouts into the objects
// of a controller that does them: Flagger, Argo Rollouts, or Kubernetes alone. It
// is pure. What an engine cannot do is refused, with the engine that can: nothing
// is ever shipped without the analysis that its file asks for.
//
// The strategies are one list, and one file each. What the engines take is in
// flagger.go, rollouts.go and plain.go; what is asked of Prometheus in queries.go.
package strategies
