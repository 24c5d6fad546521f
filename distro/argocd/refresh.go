package main

import (
	"context"
	"fmt"
	"time"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/pkg/client/clientset/versioned"
	informers "github.com/argoproj/argo-cd/v3/pkg/client/informers/externalversions"
	"github.com/argoproj/argo-cd/v3/util/db"
	"github.com/argoproj/argo-cd/v3/util/settings"
	"github.com/argoproj/argo-cd/v3/util/webhook"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const (
	// Upstream takes 50 and 20; one developer's pushes need no more than these.
	pushWorkers, refreshWorkers = 4, 8

	syncTimeout = 30 * time.Second
)

// handler wires upstream's webhook handler as argocd-server does. Webhook
// secrets are read once: after a change to argocd-secret, start again.
func (o webhookOptions) handler(ctx context.Context) (*webhook.ArgoCDWebhookHandler, error) {
	config, err := o.config()
	if err != nil {
		return nil, err
	}
	kube, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("making a Kubernetes client: %w", err)
	}
	argo, err := versioned.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("making an Argo CD client: %w", err)
	}
	serverCache, err := o.serverCache()
	if err != nil {
		return nil, fmt.Errorf("opening the server's cache: %w", err)
	}
	repoCache, err := o.repoCache()
	if err != nil {
		return nil, fmt.Errorf("opening the repo-server's cache: %w", err)
	}
	objects, err := o.watch(ctx, argo)
	if err != nil {
		return nil, err
	}
	manager := settings.NewSettingsManager(ctx, kube, o.namespace)
	// Nobody made the API server's signing key, and GetSettings says so; what
	// matters here, the webhook secrets, is filled in all the same.
	current, err := manager.GetSettings()
	if current == nil {
		return nil, fmt.Errorf("reading Argo CD's settings in namespace %s: %w", o.namespace, err)
	}
	v1 := objects.Argoproj().V1alpha1()
	return webhook.NewHandler(
		o.namespace, nil, pushWorkers, refreshWorkers,
		argo, v1.Applications().Lister(),
		current, manager, repoCache, serverCache, db.NewDB(o.namespace, manager, kube),
		manager.GetMaxWebhookPayloadSize(), manager.GetWebhookRefreshJitter(), manager.GetWebhookRefreshJitterThreshold(),
		v1.AppProjects().Lister().AppProjects(o.namespace),
	), nil
}

func (o webhookOptions) config() (*rest.Config, error) {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = o.kubeconfig
	config, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, nil).ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("reading the kubeconfig: %w", err)
	}
	if err := v1alpha1.SetK8SConfigDefaults(config); err != nil {
		return nil, fmt.Errorf("completing the kubeconfig: %w", err)
	}
	return config, nil
}

// watch returns informers that have seen every Application and AppProject.
func (o webhookOptions) watch(ctx context.Context, client versioned.Interface) (informers.SharedInformerFactory, error) {
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithNamespace(o.namespace))
	// Informers exist only once asked for.
	factory.Argoproj().V1alpha1().Applications().Informer()
	factory.Argoproj().V1alpha1().AppProjects().Informer()
	factory.Start(ctx.Done())
	wait, cancel := context.WithTimeout(ctx, syncTimeout)
	defer cancel()
	for kind, synced := range factory.WaitForCacheSync(wait.Done()) {
		if !synced {
			return nil, fmt.Errorf("waited %s for the list of %s in namespace %s: is the CRD there, and may this kubeconfig list it?", syncTimeout, kind, o.namespace)
		}
	}
	return factory, nil
}
