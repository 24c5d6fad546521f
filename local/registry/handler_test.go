package registry

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

// serve is a registry over a folder, by its host and port.
func serve(t *testing.T, dir string) string {
	t.Helper()
	store, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(NewHandler(store, nil))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

func image(t *testing.T) v1.Image {
	t.Helper()
	img, err := random.Image(4000, 3)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func tag(t *testing.T, text string) name.Tag {
	t.Helper()
	ref, err := name.NewTag(text)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func push(t *testing.T, host, image string, img v1.Image) {
	t.Helper()
	if err := remote.Write(tag(t, host+"/"+image), img); err != nil {
		t.Fatal(err)
	}
}

func pull(t *testing.T, host, image string) v1.Image {
	t.Helper()
	img, err := remote.Image(tag(t, host+"/"+image))
	if err != nil {
		t.Fatal(err)
	}
	if err := validate.Image(img); err != nil { // reads all of it
		t.Error(err)
	}
	return img
}

func digest(t *testing.T, img interface{ Digest() (v1.Hash, error) }) string {
	t.Helper()
	d, err := img.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return d.String()
}

func get(t *testing.T, method, url string, header ...string) (*http.Response, string) {
	t.Helper()
	return send(t, method, url, "", header...)
}

func send(t *testing.T, method, url, body string, header ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(data)
}

func TestPushedIsPulledAfterARestart(t *testing.T) {
	t.Parallel()
	dir, img := t.TempDir(), image(t)
	push(t, serve(t, dir), "registry.example.com/troi/inf-backend:1.0.0", img)
	again := serve(t, dir)
	if got, want := digest(t, pull(t, again, "registry.example.com/troi/inf-backend:1.0.0")), digest(t, img); got != want {
		t.Errorf("pulled %s, pushed %s", got, want)
	}
	tags, err := remote.List(tag(t, again+"/registry.example.com/troi/inf-backend:x").Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"1.0.0"}, tags); diff != "" {
		t.Error(diff)
	}
}

// A container runtime asks a mirror with the registry's own name as a parameter.
func TestMirrorByNamespace(t *testing.T) {
	t.Parallel()
	dir, img := t.TempDir(), image(t)
	host := serve(t, dir)
	push(t, host, "registry.example.com/troi/inf-backend:1.0.0", img)
	push(t, host, "docker.io/nginx:1.29", img)
	store, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Write("registry.example.com:5000/a/b/c/d:x", img); err != nil { // no client pushes to a repository with a colon
		t.Fatal(err)
	}
	want := digest(t, img)
	for _, path := range []string{
		"troi/inf-backend/manifests/1.0.0?ns=registry.example.com",
		"troi/inf-backend/manifests/" + want + "?ns=registry.example.com",
		"library/nginx/manifests/1.29?ns=docker.io",
		"library/nginx/manifests/1.29?ns=registry-1.docker.io",
		"a/b/c/d/manifests/x?ns=registry.example.com%3A5000",
	} {
		for _, method := range []string{http.MethodHead, http.MethodGet} {
			response, body := get(t, method, "http://"+host+"/v2/"+path)
			if response.StatusCode != 200 || response.Header.Get("Docker-Content-Digest") != want {
				t.Errorf("%s %s: %s, %s\n%s", method, path, response.Status, response.Header.Get("Docker-Content-Digest"), body)
			}
			if response.Header.Get("Content-Type") != "application/vnd.docker.distribution.manifest.v2+json" || response.ContentLength <= 0 {
				t.Errorf("%s %s: %v", method, path, response.Header)
			}
		}
	}
	for _, path := range []string{
		"troi/inf-backend/manifests/1.0.0?ns=quay.io",
		"troi/inf-backend/manifests/2.0.0?ns=registry.example.com",
		"troi/nothing/manifests/1.0.0?ns=registry.example.com",
	} {
		response, body := get(t, http.MethodGet, "http://"+host+"/v2/"+path)
		if response.StatusCode != 404 || !strings.Contains(body, "MANIFEST_UNKNOWN") {
			t.Errorf("%s: %s %s", path, response.Status, body)
		}
	}
}

func TestIndex(t *testing.T) {
	t.Parallel()
	host := serve(t, t.TempDir())
	index := mutate.AppendManifests(empty.Index, mutate.IndexAddendum{Add: image(t)}, mutate.IndexAddendum{Add: image(t)})
	at := tag(t, host+"/registry.example.com/a/b:1")
	if err := remote.WriteIndex(at, index); err != nil {
		t.Fatal(err)
	}
	got, err := remote.Index(at)
	if err != nil {
		t.Fatal(err)
	}
	if err := validate.Index(got); err != nil {
		t.Error(err)
	}
	if digest(t, got) != digest(t, index) {
		t.Errorf("pulled %s, pushed %s", digest(t, got), digest(t, index))
	}
}

func TestConcurrentPushes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	host, other := serve(t, dir), serve(t, dir) // two processes on one folder
	same := image(t)
	var group sync.WaitGroup
	for i := range 16 {
		img := same
		if i%2 == 0 {
			img = image(t)
		}
		at := []string{host, other}[i%4/2]
		group.Go(func() { push(t, at, fmt.Sprintf("registry.example.com/a/b:%d", i), img) })
	}
	group.Wait()
	store, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	all, err := store.List()
	if err != nil || len(all) != 16 {
		t.Errorf("%d images, %v", len(all), err)
	}
	for i := range 16 {
		pull(t, host, fmt.Sprintf("registry.example.com/a/b:%d", i))
	}
	if left, err := os.ReadDir(filepath.Join(dir, uploadFolder)); err != nil || len(left) > 0 {
		t.Errorf("%d uploads are left, %v", len(left), err)
	}
}

const (
	hello       = "hello"
	helloDigest = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
)

func upload1(t *testing.T, host string) string {
	t.Helper()
	response, body := send(t, http.MethodPost, "http://"+host+"/v2/registry.example.com/a/b/blobs/uploads/", "")
	if response.StatusCode != http.StatusAccepted {
		t.Fatalf("%s %s", response.Status, body)
	}
	return "http://" + host + response.Header.Get("Location")
}

func TestDigestMismatchIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	host := serve(t, dir)
	wrong := "sha256:" + strings.Repeat("0", 64)
	blob := "http://" + host + "/v2/registry.example.com/a/b/blobs/"
	for what, url := range map[string]string{
		"in parts": upload1(t, host) + "?digest=" + wrong,
		"in one":   blob + "uploads/?digest=" + wrong,
	} {
		method := http.MethodPut
		if what == "in one" {
			method = http.MethodPost
		}
		if response, body := send(t, method, url, hello); response.StatusCode != 400 || !strings.Contains(body, "DIGEST_INVALID") {
			t.Errorf("%s: %s %s", what, response.Status, body)
		}
	}
	if response, _ := get(t, http.MethodHead, blob+wrong); response.StatusCode != 404 {
		t.Errorf("the blob is there: %s", response.Status)
	}
	if response, body := send(t, http.MethodPut, "http://"+host+"/v2/registry.example.com/a/b/manifests/"+wrong, "{}"); response.StatusCode != 400 || !strings.Contains(body, "DIGEST_INVALID") {
		t.Errorf("manifest: %s %s", response.Status, body)
	}
	if left, err := os.ReadDir(filepath.Join(dir, uploadFolder)); err != nil || len(left) > 0 {
		t.Errorf("%d uploads are left, %v", len(left), err)
	}
}

func TestUploadInParts(t *testing.T) {
	t.Parallel()
	host := serve(t, t.TempDir())
	at := upload1(t, host)
	for _, part := range []struct {
		content, at string
		status      int
	}{{"he", "0-1", 202}, {"xx", "5-6", 416}, {"l", "2-2", 202}} {
		if response, body := send(t, http.MethodPatch, at, part.content, "Content-Range", part.at); response.StatusCode != part.status {
			t.Fatalf("%v: %s %s", part, response.Status, body)
		}
	}
	if response, body := send(t, http.MethodPut, at+"?digest="+helloDigest, "lo"); response.StatusCode != 201 {
		t.Fatalf("%s %s", response.Status, body)
	}
	blob := "http://" + host + "/v2/registry.example.com/a/b/blobs/" + helloDigest
	for _, tc := range []struct {
		header, body string
		status       int
	}{{"", hello, 200}, {"bytes=1-3", "ell", 206}, {"bytes=2-", "llo", 206}, {"bytes=9-", "", 416}} {
		response, body := get(t, http.MethodGet, blob, "Range", tc.header)
		if response.StatusCode != tc.status || tc.body != "" && body != tc.body {
			t.Errorf("%q: %s %q", tc.header, response.Status, body)
		}
	}
	// What is here for one repository need not be pushed for another.
	if response, _ := send(t, http.MethodPost, "http://"+host+"/v2/registry.example.com/c/blobs/uploads/?mount="+helloDigest+"&from=a/b", ""); response.StatusCode != 201 {
		t.Errorf("mount: %s", response.Status)
	}
}

// A client that goes away in the middle leaves nothing of the part it was at,
// and can go on from what was there before.
func TestTruncatedUpload(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	host := serve(t, dir)
	at := upload1(t, host)
	if response, _ := send(t, http.MethodPatch, at, "he"); response.StatusCode != 202 {
		t.Fatal(response.Status)
	}
	for _, request := range []string{"PATCH " + strings.TrimPrefix(at, "http://"+host), "PUT " + strings.TrimPrefix(at, "http://"+host) + "?digest=" + helloDigest} {
		conn, err := net.Dial("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "%s HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nl", request)
		if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err == nil && response.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %s", request, response.Status)
		}
		conn.Close()
	}
	deadline := time.Now().Add(10 * time.Second)
	for { // the server may still be taking the part back
		response, _ := get(t, http.MethodGet, at)
		if got := response.Header.Get("Range"); got == "0-1" {
			break
		} else if time.Now().After(deadline) {
			t.Fatalf("the upload has %s, want what was there before", got)
		}
	}
	if response, body := send(t, http.MethodPut, at+"?digest="+helloDigest, "llo"); response.StatusCode != 201 {
		t.Errorf("%s %s", response.Status, body)
	}
}

func TestManifestBeforeItsParts(t *testing.T) {
	t.Parallel()
	host := serve(t, t.TempDir())
	data, err := image(t).RawManifest()
	if err != nil {
		t.Fatal(err)
	}
	for body, code := range map[string]string{string(data): "MANIFEST_BLOB_UNKNOWN", "not JSON": "MANIFEST_INVALID", strings.Repeat(" ", biggestManifest+1): "SIZE_INVALID"} {
		response, text := send(t, http.MethodPut, "http://"+host+"/v2/registry.example.com/a/b/manifests/1", body)
		if response.StatusCode < 400 || response.StatusCode > 499 || !strings.Contains(text, code) {
			t.Errorf("%s: %s %s", code, response.Status, text)
		}
	}
}

func TestWhatIsNotThere(t *testing.T) {
	t.Parallel()
	host := serve(t, t.TempDir())
	for request, status := range map[string]int{
		"GET /v2/":                       200,
		"GET /v2":                        200,
		"GET /v2/_catalog":               200,
		"GET /":                          404,
		"GET /v2/registry.example.com/a": 404,
		"GET /v2/registry.example.com/a/tags/list":                    404,
		"GET /v2/registry.example.com/a/referrers/" + helloDigest:     404,
		"DELETE /v2/registry.example.com/a/manifests/1":               405,
		"GET /v2/registry.example.com/a/blobs/uploads/..%2F..%2Fx":    404,
		"GET /v2/registry.example.com/a/blobs/sha256:..":              404,
		"GET /v2/registry.example.com/a/manifests/..%2F..":            404,
		"GET /v2/registry.example.com/..%2f..%2f/manifests/1":         400,
		"GET /v2/a/manifests/1?ns=..%2F..":                            400,
		"GET /v2/a/manifests/1":                                       400,
		"GET /v2/registry.example.com/A/manifests/1":                  400,
		"PUT /v2/registry.example.com/_tags/manifests/1":              400,
		"POST /v2/registry.example.com/a/blobs/uploads/?digest=x":     400,
		"GET /v2/registry.example.com/a/manifests/sha256:0":           400,
		"PATCH /v2/registry.example.com/a/blobs/uploads/ABCDEFGHIJKL": 404,
	} {
		method, path, _ := strings.Cut(request, " ")
		if response, body := get(t, method, "http://"+host+path); response.StatusCode != status {
			t.Errorf("%s: %s, want %d\n%s", request, response.Status, status, body)
		}
	}
}

func TestWrittenWithoutHTTP(t *testing.T) {
	t.Parallel()
	dir, img := t.TempDir(), image(t)
	host := serve(t, dir) // runs already
	store, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	const ref = "registry.example.com/troi/inf-backend:1.0.0"
	if has, err := store.Has(ref); has || err != nil {
		t.Errorf("before: %t, %v", has, err)
	}
	if _, err := store.Resolve(ref); !errors.Is(err, ErrUnknown) || !strings.Contains(err.Error(), ref) {
		t.Error(err)
	}
	for range 2 {
		if err := store.Write(ref, img); err != nil {
			t.Fatal(err)
		}
	}
	if has, err := store.Has(ref + "@" + digest(t, img)); !has || err != nil {
		t.Errorf("after: %t, %v", has, err)
	}
	if got := digest(t, pull(t, host, ref)); got != digest(t, img) {
		t.Errorf("pulled %s", got)
	}
	if err := store.Write("nginx@"+helloDigest, img); err == nil {
		t.Error("was written under a digest")
	}
	all, err := store.List()
	if err != nil {
		t.Fatal(err)
	}
	m, err := img.Manifest()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	size := int64(len(raw)) + m.Config.Size
	for _, l := range m.Layers {
		size += l.Size
	}
	if diff := cmp.Diff([]Image{{Name: ref, Digest: digest(t, img), Size: size}}, all); diff != "" {
		t.Error(diff)
	}
}

// A blob that was cut off by a crash has never got its name.
func TestSweep(t *testing.T) {
	t.Parallel()
	store, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := store.keep(helloDigest, io.MultiReader(strings.NewReader("hel"), bytes.NewReader(nil))); err == nil {
		t.Error("half a blob was kept")
	}
	old := filepath.Join(store.dir, uploadFolder, "old")
	if err := os.WriteFile(old, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := store.sweep(time.Now().Add(abandoned / 2)); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(old); err != nil {
		t.Error("a young upload was removed")
	}
	if err := store.sweep(time.Now().Add(2 * abandoned)); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(old); err == nil {
		t.Error("an old upload is left")
	}
}
