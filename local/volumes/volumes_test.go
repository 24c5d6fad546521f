package volumes

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	core "k8s.io/api/core/v1"
	storage "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v11/controller"
)

func options(change func(*controller.ProvisionOptions)) controller.ProvisionOptions {
	o := controller.ProvisionOptions{
		StorageClass: &storage.StorageClass{ObjectMeta: meta.ObjectMeta{Name: "local"}},
		PVName:       "pvc-1",
		PVC: &core.PersistentVolumeClaim{Spec: core.PersistentVolumeClaimSpec{
			AccessModes: []core.PersistentVolumeAccessMode{core.ReadWriteOnce},
			Resources:   core.VolumeResourceRequirements{Requests: core.ResourceList{core.ResourceStorage: resource.MustParse("1Gi")}},
		}},
		SelectedNode: &core.Node{ObjectMeta: meta.ObjectMeta{Name: "general-1"}},
	}
	if change != nil {
		change(&o)
	}
	return o
}

func TestAVolumeIsAFolderOfOneNode(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o077)) // pods may write whatever the machine's habits are
	f := Folders{Dir: t.TempDir(), Nodes: []string{"general-1"}}
	for range 2 { // an attempt that was cut off is made again
		v, state, err := f.Provision(t.Context(), options(nil))
		if err != nil || state != controller.ProvisioningFinished {
			t.Fatalf("Provision() = %v, %v", state, err)
		}
		if v.Spec.Local.Path != filepath.Join(f.Dir, "pvc-1") || v.Spec.Capacity.Storage().String() != "1Gi" || v.Spec.PersistentVolumeReclaimPolicy != core.PersistentVolumeReclaimDelete {
			t.Errorf("the volume is %+v", v.Spec)
		}
		if e := v.Spec.NodeAffinity.Required.NodeSelectorTerms[0].MatchExpressions[0]; e.Key != "kubernetes.io/hostname" || e.Values[0] != "general-1" {
			t.Errorf("the volume is on %v", e)
		}
	}
	if info, err := os.Stat(filepath.Join(f.Dir, "pvc-1")); err != nil || info.Mode().Perm() != 0o777 {
		t.Errorf("the folder: %v, %v", info, err)
	}
}

func TestWhatAFolderCannotGiveIsSaid(t *testing.T) {
	t.Parallel()
	f := Folders{Dir: t.TempDir(), Nodes: []string{"general-1"}}
	for want, change := range map[string]func(*controller.ProvisionOptions){
		"ReadWriteMany": func(o *controller.ProvisionOptions) {
			o.PVC.Spec.AccessModes = append(o.PVC.Spec.AccessModes, core.ReadWriteMany)
		},
		"selector":             func(o *controller.ProvisionOptions) { o.PVC.Spec.Selector = &meta.LabelSelector{} },
		"dataSource":           func(o *controller.ProvisionOptions) { o.PVC.Spec.DataSource = &core.TypedLocalObjectReference{} },
		"WaitForFirstConsumer": func(o *controller.ProvisionOptions) { o.SelectedNode = nil },
		"simulated":            func(o *controller.ProvisionOptions) { o.SelectedNode.Name = "general-2-simulated" },
	} {
		v, state, err := f.Provision(t.Context(), options(change))
		if v != nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Provision() = %v, %v, want an error about %s", v, err, want)
		}
		if again := want == "simulated"; (state == controller.ProvisioningReschedule) != again {
			t.Errorf("%s: the state is %s", want, state)
		}
	}
	if entries, _ := os.ReadDir(f.Dir); len(entries) > 0 {
		t.Errorf("there are folders: %v", entries)
	}
}

func TestDeleteRemovesTheFolderAndNothingElse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := Folders{Dir: filepath.Join(dir, "volumes"), Nodes: []string{"general-1"}}
	other := filepath.Join(dir, "other")
	for _, d := range []string{f.Dir, other, filepath.Join(f.Dir, "pvc-2")} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	v, _, err := f.Provision(t.Context(), options(nil))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(other, filepath.Join(v.Spec.Local.Path, "link")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{other, filepath.Join(f.Dir, "pvc-2"), f.Dir} {
		bad := v.DeepCopy()
		bad.Spec.Local.Path = path
		if err := f.Delete(context.Background(), bad); err == nil {
			t.Errorf("Delete() took away %s", path)
		}
	}
	for range 2 { // what is gone is no error
		if err := f.Delete(context.Background(), v); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(v.Spec.Local.Path); !os.IsNotExist(err) {
		t.Errorf("the folder is there: %v", err)
	}
	for _, kept := range []string{other, filepath.Join(f.Dir, "pvc-2")} {
		if _, err := os.Stat(kept); err != nil {
			t.Error(err)
		}
	}
}
