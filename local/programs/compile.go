package programs

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// compile runs go build. Everything it says is in the log file, which stays
// when the build fails.
func (b *builder) compile(ctx context.Context, dir, logFile string) error {
	log, err := os.Create(logFile)
	if err != nil {
		return fmt.Errorf("opening the build log of %s: %w", b.recipe.Name, err)
	}
	defer log.Close()
	output := &tail{}
	total, err := b.load(ctx, io.MultiWriter(log, output))
	if err == nil {
		err = b.goBuild(ctx, dir, total, io.MultiWriter(log, output))
	}
	if ctx.Err() != nil {
		return fmt.Errorf("building %s: %w", b.recipe.Name, context.Cause(ctx))
	}
	if err != nil {
		return &Problem{
			What: fmt.Sprintf("building %s (%s): %v\n%s", b.recipe.Name, b.recipe.Package, err, output.text()),
			Fix:  "All of the output is in " + logFile + ".",
		}
	}
	return os.Remove(logFile)
}

// load downloads modules and counts the packages that need compiling.
func (b *builder) load(ctx context.Context, log io.Writer) (total int, err error) {
	b.progress.report(Loading, 0, 0, "")
	cmd := b.tool.command(ctx, "list", "-trimpath", "-deps", "-f", "{{if .Stale}}{{.ImportPath}}{{end}}", b.recipe.Package)
	var stale bytes.Buffer
	cmd.Stdout = &stale
	downloads := 0
	err = follow(cmd, log, func(line string) bool {
		what, ok := strings.CutPrefix(line, "go: downloading ")
		if ok {
			downloads++
			b.progress.report(Loading, downloads, 0, what)
		}
		return ok
	})
	return len(strings.Fields(stale.String())), err
}

func (b *builder) goBuild(ctx context.Context, dir string, total int, log io.Writer) error {
	b.progress.report(Compile, 0, total, "")
	cmd := b.tool.command(ctx, "build", "-v", "-trimpath", "-ldflags", strings.TrimSpace("-s -w "+b.recipe.LDFlags),
		"-o", filepath.Join(dir, b.recipe.Name), b.recipe.Package)
	done := 0
	return follow(cmd, log, func(line string) bool {
		if !isPackage(line) {
			return false
		}
		done++
		b.progress.report(Compile, done, max(total, done), line)
		return true
	})
}

// isPackage recognises what go build -v prints: an import path alone.
func isPackage(line string) bool {
	return line != "" && !strings.ContainsAny(line, " \t:#")
}

// tail keeps the last lines of what was not progress.
type tail struct{ lines []string }

// tailLines is what a user reads before opening the log.
const tailLines = 20

func (t *tail) Write(text []byte) (int, error) {
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || isPackage(line) || strings.HasPrefix(line, "go: downloading ") {
			continue
		}
		t.lines = append(t.lines, line)
		t.lines = t.lines[max(0, len(t.lines)-tailLines):]
	}
	return len(text), nil
}

func (t *tail) text() string { return "    " + strings.Join(t.lines, "\n    ") }

// scan reads lines of any length.
func scan(from io.Reader, each func(line string)) {
	lines := bufio.NewReader(from)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			each(line)
		}
		if err != nil {
			return
		}
	}
}
