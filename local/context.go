package local

import (
	"fmt"
	"maps"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// MergeContext adds the contexts of a kubeconfig to the user's own
// ($KUBECONFIG, else ~/.kube/config) and makes the first one current, as kind
// does. Everything else in the user's file stays. It returns the file's name.
func MergeContext(kubeconfig []byte) (string, error) {
	add, err := clientcmd.Load(kubeconfig)
	if err != nil {
		return "", fmt.Errorf("reading the cluster's kubeconfig: %w", err)
	}
	return changeContexts(func(mine *api.Config) bool {
		stayWhereTheyAre(mine, add)
		maps.Copy(mine.Clusters, add.Clusters)
		maps.Copy(mine.AuthInfos, add.AuthInfos)
		maps.Copy(mine.Contexts, add.Contexts)
		mine.CurrentContext = add.CurrentContext
		return true
	})
}

// stayWhereTheyAre lets an entry be replaced in the file that has it: of several
// files in $KUBECONFIG another would get a second one of the same name.
func stayWhereTheyAre(mine, add *api.Config) {
	for name, c := range add.Clusters {
		if old := mine.Clusters[name]; old != nil {
			c.LocationOfOrigin = old.LocationOfOrigin
		}
	}
	for name, u := range add.AuthInfos {
		if old := mine.AuthInfos[name]; old != nil {
			u.LocationOfOrigin = old.LocationOfOrigin
		}
	}
	for name, c := range add.Contexts {
		if old := mine.Contexts[name]; old != nil {
			c.LocationOfOrigin = old.LocationOfOrigin
		}
	}
}

// ForgetContext removes a context that MergeContext added, and makes no other current.
func ForgetContext(name string) error {
	_, err := changeContexts(func(mine *api.Config) bool {
		if mine.Contexts[name] == nil {
			return false
		}
		delete(mine.Contexts, name)
		delete(mine.Clusters, name)
		delete(mine.AuthInfos, name)
		if mine.CurrentContext == name {
			mine.CurrentContext = ""
		}
		return true
	})
	return err
}

func changeContexts(change func(*api.Config) bool) (string, error) {
	access := clientcmd.NewDefaultPathOptions()
	mine, err := access.GetStartingConfig()
	if err != nil {
		return "", fmt.Errorf("reading your kubeconfig: %w", err)
	}
	file := access.GetDefaultFilename()
	if !change(mine) {
		return file, nil
	}
	if err := clientcmd.ModifyConfig(access, *mine, false); err != nil {
		return "", fmt.Errorf("writing %s: %w", file, err)
	}
	return file, nil
}
