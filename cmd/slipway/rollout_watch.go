//go:build !front

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"slipway.dev/slipway/rollout"
)

// watchView shows a rollout as it goes on: redrawn on a terminal, a line for
// each change elsewhere.
type watchView struct {
	w     io.Writer
	json  bool
	live  bool
	drawn int // lines on the screen that the next state replaces
}

func newWatchView(w io.Writer, format string) *watchView {
	return &watchView{w: w, json: format == "json", live: format == "text" && terminal(w)}
}

func (v *watchView) show(st rollout.Status) {
	switch {
	case v.json:
		_ = json.NewEncoder(v.w).Encode(st) // a reader that went away must not end the watch
	case v.live:
		v.draw(st, width(v.w)-1)
	default:
		fmt.Fprintln(v.w, st.Line())
	}
}

// draw replaces what is on the screen.
func (v *watchView) draw(st rollout.Status, columns int) {
	var text bytes.Buffer
	st.Show(&text)
	if v.drawn > 0 {
		fmt.Fprintf(v.w, "\x1b[%dA\x1b[J", v.drawn)
	}
	v.drawn = 0
	for line := range strings.Lines(text.String()) {
		fmt.Fprintln(v.w, cut(strings.TrimSuffix(line, "\n"), columns))
		v.drawn++
	}
}

// close leaves the last state on the screen.
func (v *watchView) close() { v.drawn = 0 }
