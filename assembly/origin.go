package assembly

import (
	"strconv"
	"strings"

	"slipway.dev/slipway/diag"
)

// String is the blueprint path with its place: "teams[troi] (platform.yaml:14:9)".
func (o Origin) String() string {
	if o.At == "" {
		return o.Path
	}
	return o.Path + " (" + o.At + ")"
}

// position reads At back; an At that is no file:line:col is a file.
func (o Origin) position() diag.Position {
	parts := strings.Split(o.At, ":")
	if n := len(parts); n >= 3 {
		line, errLine := strconv.Atoi(parts[n-2])
		column, errColumn := strconv.Atoi(parts[n-1])
		if errLine == nil && errColumn == nil {
			return diag.Position{File: strings.Join(parts[:n-2], ":"), Line: line, Column: column}
		}
	}
	return diag.Position{File: o.At}
}
