package volumes

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v11/controller"
)

// Provisioner is the name by which storage classes ask for volumes of this package.
const Provisioner = "slipway.dev/local"

// Folders makes volumes of folders.
type Folders struct {
	Dir   string   // where they are; every node sees it under this path
	Nodes []string // the real nodes; pods on others write nothing
}

// Run serves the claims of a cluster until ctx ends.
func Run(ctx context.Context, config *rest.Config, folders Folders) error {
	// Users of the machine are kept out here, so that each folder can be open to
	// whatever user a pod runs as.
	if err := os.MkdirAll(folders.Dir, 0o700); err != nil {
		return fmt.Errorf("making the folder of volumes: %w", err)
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return fmt.Errorf("connecting to the API server: %w", err)
	}
	controller.NewProvisionController(ctx, client, Provisioner, folders,
		controller.LeaderElection(false), // there is one
		controller.AddFinalizer(true),    // or the folder of a volume that is deleted before its claim would stay
		controller.FailedProvisionThreshold(0),
		controller.FailedDeleteThreshold(0),
		//lint:ignore SA1019 the library takes no other type
		controller.RateLimiter(workqueue.NewItemExponentialFailureRateLimiter(time.Second, time.Minute)),
	).Run(ctx)
	return nil
}

// Provision makes the folder of a claim whose pod has been given a node.
func (f Folders) Provision(_ context.Context, o controller.ProvisionOptions) (*core.PersistentVolume, controller.ProvisioningState, error) {
	if err := possible(o.PVC); err != nil {
		return nil, controller.ProvisioningFinished, err
	}
	if o.SelectedNode == nil {
		return nil, controller.ProvisioningFinished, fmt.Errorf("the class %s must have volumeBindingMode WaitForFirstConsumer: a volume is on the node of its first pod", o.StorageClass.Name)
	}
	if !slices.Contains(f.Nodes, o.SelectedNode.Name) {
		return nil, controller.ProvisioningReschedule, fmt.Errorf("node %s is simulated and has no volumes", o.SelectedNode.Name)
	}
	if err := f.make(o.PVName); err != nil {
		return nil, controller.ProvisioningFinished, err
	}
	return f.volume(o), controller.ProvisioningFinished, nil
}

// possible says what a claim asks for that a folder cannot give.
func possible(claim *core.PersistentVolumeClaim) error {
	for _, mode := range claim.Spec.AccessModes {
		if mode != core.ReadWriteOnce && mode != core.ReadWriteOncePod {
			return fmt.Errorf("accessModes has %s: a local volume belongs to one node and can be ReadWriteOnce or ReadWriteOncePod", mode)
		}
	}
	if claim.Spec.Selector != nil {
		return errors.New("selector is set: a new volume has no labels to select it by")
	}
	if claim.Spec.DataSource != nil || claim.Spec.DataSourceRef != nil {
		return errors.New("dataSource is set: a local volume begins empty")
	}
	return nil
}

// make makes a folder that every user may write to: which one a pod runs as is
// only known when it does. It may be there from an attempt that was cut off.
func (f Folders) make(name string) error {
	dir := filepath.Join(f.Dir, name)
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("making the volume's folder: %w", err)
	}
	if err := os.Chmod(dir, 0o777); err != nil { // not by Mkdir, which heeds the umask
		return fmt.Errorf("opening the volume's folder to pods: %w", err)
	}
	return nil
}

func (f Folders) volume(o controller.ProvisionOptions) *core.PersistentVolume {
	policy := core.PersistentVolumeReclaimDelete
	if o.StorageClass.ReclaimPolicy != nil {
		policy = *o.StorageClass.ReclaimPolicy
	}
	return &core.PersistentVolume{
		ObjectMeta: meta.ObjectMeta{Name: o.PVName},
		Spec: core.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: policy,
			AccessModes:                   o.PVC.Spec.AccessModes,
			Capacity:                      core.ResourceList{core.ResourceStorage: o.PVC.Spec.Resources.Requests[core.ResourceStorage]},
			PersistentVolumeSource:        core.PersistentVolumeSource{Local: &core.LocalVolumeSource{Path: filepath.Join(f.Dir, o.PVName)}},
			NodeAffinity: &core.VolumeNodeAffinity{Required: &core.NodeSelector{NodeSelectorTerms: []core.NodeSelectorTerm{{
				MatchExpressions: []core.NodeSelectorRequirement{{Key: core.LabelHostname, Operator: core.NodeSelectorOpIn, Values: []string{o.SelectedNode.Name}}},
			}}}},
		},
	}
}

// Delete removes a volume's folder. Pods fill it as they like, so no link in it
// is followed; and whoever may write volumes names no other folder.
func (f Folders) Delete(_ context.Context, v *core.PersistentVolume) error {
	if v.Spec.Local == nil || v.Spec.Local.Path != filepath.Join(f.Dir, v.Name) || !strings.HasPrefix(v.Name, "pvc-") {
		return fmt.Errorf("volume %s is not the folder of its name in %s: delete by hand what it stands for, then its finalizer", v.Name, f.Dir)
	}
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return fmt.Errorf("removing the volume's folder: %w", err)
	}
	defer root.Close()
	if err := root.RemoveAll(v.Name); err != nil {
		return fmt.Errorf("removing the volume's folder: %w", err)
	}
	return nil
}
