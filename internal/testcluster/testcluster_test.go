package testcluster_test

import (
	"os"
	"testing"

	"k8s.io/client-go/rest"

	"slipway.dev/slipway/internal/testcluster"
)

var cluster testcluster.Cluster

func TestMain(m *testing.M) { os.Exit(cluster.Main(m)) }

func TestStart(t *testing.T) {
	first, second := cluster.Start(t), cluster.Start(t)
	if first.Host != second.Host {
		t.Errorf("two clusters: %s and %s", first.Host, second.Host)
	}
	client, err := rest.HTTPClientFor(first)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Get(first.Host + "/api/v1/namespaces/default")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		t.Errorf("GET namespace default: %s", resp.Status)
	}
}
