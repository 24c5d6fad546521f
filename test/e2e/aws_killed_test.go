package e2e

import (
	"bufio"
	"io"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// Runs that die, one a bit further than the one before, do not keep a cluster
// from being made, nor from being taken away.
func (x *awsTest) survivesKills(t *testing.T) {
	to := []string{x.out, "--cluster", "dev", often}
	deploying := append([]string{"deploy", "-o", "json"}, to...)
	for _, n := range []int{4, 30, 60, 90} {
		if !x.home.killedWhen(t, lineWith(`"type":"changed"`, n), deploying...) {
			t.Errorf("there were no %d changes", n)
		}
	}
	if !x.home.killedWhen(t, lineWith(`"type":"waiting","unit":"dev/gitops"`, 1), deploying...) {
		t.Error("nothing waited for Applications")
	}
	x.home.ok(t, append([]string{"deploy"}, to...)...)
	x.home.ok(t, "diff", x.out, "--cluster", "dev")
	x.delivered(x.hosted["dev"])

	destroying := append([]string{"destroy", "--yes"}, to...)
	for _, text := range []string{"✓ dev/gitops", "✓ dev/teams/troi/services", "✓ dev/addons/argocd/controllers", "deleting AWS::EKS::Nodegroup", "deleting AWS::EC2::Subnet"} {
		if !x.home.killedWhen(t, lineWith(text, 1), destroying...) {
			t.Errorf("%s: not said", text)
		}
	}
	x.home.ok(t, destroying...)
	if left := x.stacks.Stacks(); len(left) > 0 {
		t.Errorf("%d stacks are left, the first is %s", len(left), left[0].Name)
	}
	if names := keys(x.hosted["dev"].uids(t)); slices.Contains(names, "team-troi") {
		t.Errorf("the cluster has %v", names)
	}
}

// lineWith counts lines with a text, and matches the nth.
func lineWith(text string, n int) func(string) bool {
	return func(line string) bool {
		if strings.Contains(line, text) {
			n--
		}
		return n == 0
	}
}

// killedWhen runs slipway and kills it at the first line, of whichever output,
// that matches. It reports whether there was one.
func (h *home) killedWhen(t *testing.T, matches func(line string) bool, args ...string) (killed bool) {
	t.Helper()
	c := h.command(args...)
	out, write := io.Pipe()
	c.Stdout, c.Stderr = write, write
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait(); _ = write.Close() }()
	var seen strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		seen.WriteString(lines.Text() + "\n")
		if !killed && matches(lines.Text()) {
			killed = true
			_ = c.Process.Signal(syscall.SIGKILL)
		}
	}
	if err := <-ended; err != nil && !killed {
		t.Fatalf("%v: %v\n%s", args, err, seen.String())
	}
	return killed
}
