package assembly

import (
	"time"
)

// sample has nested unit IDs, every field set somewhere, and equal bytes twice.
func sample() *Assembly {
	shared := []byte("kind: ConfigMap\n")
	return &Assembly{
		Platform: "enterprise",
		Target:   "local",
		Notes:    []string{"dev: the blueprint asks for Kubernetes 1.34, this machine runs v1.36.3"},
		Units: []Unit{
			{
				ID: "dev/control-plane", Kind: Processes, Where: "cluster:dev",
				Origin: Origin{Path: "clusters[dev]", At: "platform.yaml:20:5"},
				Files:  map[string][]byte{"processes.yaml": []byte("processes: []\n")},
			},
			{
				ID: "dev/addons/argocd", Kind: Kubernetes, Where: "cluster:dev", After: []UnitID{"dev/control-plane"},
				Gates:    []Gate{{Kind: Established, Within: 2 * time.Minute}},
				Timeout:  90 * time.Second,
				Origin:   Origin{Path: "blueprints[standard].addOns[argocd]", At: "platform.yaml:14:9"},
				Fidelity: "real",
				Files:    map[string][]byte{"crds.json": shared, "objects.yaml": shared},
			},
			{
				ID: "dev/addons/argocd/controllers", Kind: Processes, Where: "cluster:dev",
				After:  []UnitID{"dev/addons/argocd", "dev/control-plane"},
				Gates:  []Gate{{Kind: Field, Object: ObjectRef{APIVersion: "v1", Kind: "Pod", Namespace: "a", Name: "b"}, Path: "status.phase", Value: "Running", Within: time.Second}},
				Bind:   []Binding{{From: "dev/control-plane", Output: "ca", Token: "${ca}"}},
				Origin: Origin{Path: "blueprints[standard].addOns[argocd]", At: "platform.yaml:14:9"},
				Files:  map[string][]byte{"processes.yaml": []byte("processes: []\n")},
			},
		},
	}
}
