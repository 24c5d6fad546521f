package serve

import (
	"encoding/json"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

func TestAnswers(t *testing.T) {
	t.Parallel()
	var leaving atomic.Bool
	s := Service{Name: "inventory", Version: "1.0.0", Team: "burnham"}
	get := func(faults Faults, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		s.Handler(faults, &leaving).ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		return w
	}
	var said map[string]string
	if err := json.Unmarshal(get(Faults{}, "/").Body.Bytes(), &said); err != nil || said["version"] != "1.0.0" || said["team"] != "burnham" || said["host"] == "" {
		t.Errorf("%v, %v", said, err)
	}
	if w := get(Faults{FailRate: 100}, "/"); w.Code != 500 {
		t.Errorf("with faults: %d", w.Code)
	}
	if w := get(Faults{FailRate: 100}, "/healthz"); w.Code != 200 {
		t.Errorf("ready: %d", w.Code)
	}
	leaving.Store(true)
	if w := get(Faults{}, "/healthz"); w.Code != 503 {
		t.Errorf("leaving: %d", w.Code)
	}
	if w := get(Faults{}, "/"); w.Code != 200 {
		t.Errorf("requests while leaving: %d", w.Code)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	env := map[string]string{"FAIL_RATE": "40", "LATENCY": "250ms"}
	if f, err := faultsOf(func(n string) string { return env[n] }); err != nil || f != (Faults{40, 250 * time.Millisecond}) {
		t.Errorf("%+v, %v", f, err)
	}
	for _, bad := range []map[string]string{{"FAIL_RATE": "101"}, {"FAIL_RATE": "x"}, {"LATENCY": "3"}} {
		if _, err := faultsOf(func(n string) string { return bad[n] }); err == nil {
			t.Errorf("%v was taken", bad)
		}
	}
}
