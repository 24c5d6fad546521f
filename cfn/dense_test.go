package cfn

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestDenseKeepsValuesAndTheirOrder(t *testing.T) {
	t.Parallel()
	words := strings.Repeat(`"s3:GetObject<&>", `, 40) + `{"Fn::Sub": "a"}, ["` + strings.Repeat("x", lineWidth) + `"], 1.50, null`
	in := `{"Z": {"short": [1, {"a": []}]}, "A": {"Action": [` + words + `], "None": {}}}`
	out, err := dense([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	var was, is any
	if err := json.Unmarshal([]byte(in), &was); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &is); err != nil || !reflect.DeepEqual(was, is) {
		t.Fatalf("%v: other values:\n%s", err, out)
	}
	if strings.Index(string(out), `"Z"`) > strings.Index(string(out), `"A"`) || !strings.Contains(string(out), "1.50") {
		t.Errorf("another order, or another number:\n%s", out)
	}
	lines := strings.Split(string(out), "\n")
	for _, line := range lines {
		if len(line) > lineWidth+8 {
			t.Errorf("a line of %d: %s", len(line), line)
		}
	}
	if len(lines) > 20 {
		t.Errorf("%d lines:\n%s", len(lines), out)
	}
}
