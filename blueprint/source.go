package blueprint

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"slipway.dev/slipway/diag"
)

const (
	// maxSource bounds a platform's file, so that a wrong file is refused, not read.
	maxSource = 1 << 20
	// maxManifest bounds a file of extend.files: bundles of definitions are large.
	maxManifest = 8 << 20
)

// checkText refuses what is no text before YAML is asked about it: its errors
// for such files have no position.
func checkText(file string, src []byte, limit int) (diag.Problem, bool) {
	switch {
	case len(src) > limit:
		return diag.Problem{
			Pos:     diag.Position{File: file},
			Message: fmt.Sprintf("is larger than %d MiB", limit>>20),
			Fix:     "Check that this is the file you mean; large manifests belong into extend.files.",
		}, true
	case bytes.HasPrefix(src, []byte{0xff, 0xfe}), bytes.HasPrefix(src, []byte{0xfe, 0xff}):
		return diag.Problem{Pos: diag.Position{File: file, Line: 1, Column: 1}, Message: "is UTF-16", Fix: "Save the file as UTF-8."}, true
	}
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && size <= 1 {
			return diag.Problem{
				Pos: position(file, src, i), Message: fmt.Sprintf("is not UTF-8: byte 0x%02x", src[i]), Fix: "Save the file as UTF-8.",
			}, true
		}
		if isControl(r) || (r == '\ufeff' && i > 0) {
			return diag.Problem{
				Pos: position(file, src, i), Message: fmt.Sprintf("holds the invisible character %U", r), Fix: "Remove the character.",
			}, true
		}
		i += size
	}
	return diag.Problem{}, false
}

// isControl reports the characters that YAML 1.2 (chapter 5.1) does not allow.
func isControl(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\r' || r == 0x85:
		return false
	case r < 0x20, r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff:
		return true
	}
	return false
}

// position turns a byte offset into a line and a column, counted in characters.
func position(file string, src []byte, offset int) diag.Position {
	before := src[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return diag.Position{
		File: file, Line: bytes.Count(before, []byte("\n")) + 1,
		Column: utf8.RuneCount(before[start:]) + 1,
	}
}

// indentTab finds a tab in the white space that a line begins with.
func indentTab(file string, src []byte, line int) (diag.Position, bool) {
	text := lineOf(src, line)
	for i, c := range text {
		switch c {
		case '\t':
			return diag.Position{File: file, Line: line, Column: i + 1}, true
		case ' ':
		default:
			return diag.Position{}, false
		}
	}
	return diag.Position{}, false
}

func lineOf(src []byte, line int) []byte {
	for ; line > 1; line-- {
		i := bytes.IndexByte(src, '\n')
		if i < 0 {
			return nil
		}
		src = src[i+1:]
	}
	text, _, _ := bytes.Cut(src, []byte("\n"))
	return text
}
