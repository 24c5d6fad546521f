package strategies

import (
	"fmt"
	"slices"
	"strings"

	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

// Engine is what carries rollouts out.
type Engine string

// The engines.
const (
	Flagger      Engine = "flagger"       // v1.44, at a Gateway of Traefik's
	ArgoRollouts Engine = "argo-rollouts" // v1.10.1, through TraefikServices: its plugin for the Gateway API is not needed
	None         Engine = "none"          // Kubernetes alone
)

// Engines are all, in the order of documents.
func Engines() []Engine { return []Engine{Flagger, ArgoRollouts, None} }

// Platform is what a platform rolls out with.
type Platform struct {
	Engine     Engine
	Prometheus string // address of the Prometheus that has Traefik's metrics: http://prometheus.monitoring:9090
}

// Strategy is a strategy, and what each engine makes of it.
type Strategy struct {
	Class string // of workload.RolloutClasses
	Doc   string
	On    map[Engine]Ability // an engine that is missing cannot do it
	// Instead says, where an engine is missing, why.
	Instead map[Engine]string
}

// Ability is how an engine does a strategy.
type Ability struct {
	Decision Way    // who says that the new version is good
	Rollback Way    // who brings the old one back
	How      string // a sentence for people
	// render makes the objects. It is nil where the Deployment says it all.
	render func(*rollout) []manifest.Object
}

// Way is who decides.
type Way string

// The ways.
const (
	Automatic Way = "automatic"
	Manual    Way = "manual"
)

// All are the strategies, in the order of workload.RolloutClasses.
func All() []Strategy {
	return []Strategy{rolling(), recreate(), canary(), blueGreen(), ab(), mirror()}
}

// Find is the strategy of a class.
func Find(class string) (Strategy, bool) {
	for _, s := range All() {
		if s.Class == class {
			return s, true
		}
	}
	return Strategy{}, false
}

// ParseEngine is the engine of a name.
func ParseEngine(name string) (Engine, error) {
	if e := Engine(name); slices.Contains(Engines(), e) {
		return e, nil
	}
	return "", fmt.Errorf("there is no engine %q: there are %s", name, join(Engines()))
}

// Strategy makes rollouts as the platform does them, for workload.Options.
func (p Platform) Strategy() workload.Strategy {
	return func(w *workload.Rollout) ([]manifest.Object, error) {
		s, ok := Find(w.Class)
		if !ok {
			return nil, fmt.Errorf("nothing here makes rollouts of the class %s", w.Class)
		}
		ability, ok := s.On[p.Engine]
		if !ok {
			return nil, diag.Problem{
				Path: w.Path + ".class", Message: fmt.Sprintf("%s does no %s: %s", p.Engine.title(), s.Class, s.Instead[p.Engine]),
				Fix: s.alternatives(),
			}
		}
		if ability.render == nil {
			return w.Objects, nil
		}
		r := &rollout{Rollout: w, platform: p, parts: take(w.Objects)}
		r.twoNodes()
		objects := ability.render(r)
		if err := r.problems.Err(); err != nil {
			return nil, err
		}
		return objects, nil
	}
}

// alternatives names the engines that do a strategy.
func (s Strategy) alternatives() string {
	var can []Engine
	for _, e := range Engines() {
		if _, ok := s.On[e]; ok {
			can = append(can, e)
		}
	}
	return fmt.Sprintf("The engine %s does it. Or ask for the class rolling.", join(can))
}

func (e Engine) title() string {
	return map[Engine]string{Flagger: "Flagger", ArgoRollouts: "Argo Rollouts", None: "Kubernetes alone"}[e]
}

func join(engines []Engine) string {
	names := make([]string, len(engines))
	for i, e := range engines {
		names[i] = string(e)
	}
	return strings.Join(names, " or ")
}
