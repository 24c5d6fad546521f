package programs

import (
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// follow runs a command, logs each line of its standard error and shows it to
// progress, whose answer does not change what is logged.
func follow(cmd *exec.Cmd, log io.Writer, progress func(line string) bool) error {
	reader, writer := io.Pipe()
	cmd.Stderr = writer
	read := make(chan struct{})
	go func() {
		defer close(read)
		scan(reader, func(line string) {
			progress(strings.TrimRight(line, "\r\n"))
			_, _ = io.WriteString(log, line)
		})
	}()
	err := cmd.Run()
	writer.Close()
	<-read
	if err != nil {
		return fmt.Errorf("go %s: %w", cmd.Args[1], err)
	}
	return nil
}
