package diag

import "strings"

// Suggest is the known word nearest to the given one, or "" when none is near
// enough to be what was meant: one with a single slip, else the shortest that
// begins with the word, else one in which at most a third of the letters differ.
func Suggest(word string, known []string) string {
	if near := nearest(word, known, 1); near != "" || len(word) < 3 {
		return near
	}
	if longer := completion(word, known); longer != "" {
		return longer
	}
	return nearest(word, known, len(word)/3)
}

func nearest(word string, known []string, limit int) string {
	best, bestDistance := "", limit
	for _, k := range known {
		if d := distance(word, k); d <= bestDistance && (d < bestDistance || best == "") {
			best, bestDistance = k, d
		}
	}
	return best
}

func completion(word string, known []string) string {
	best := ""
	for _, k := range known {
		if len(k) > len(word) && strings.EqualFold(k[:len(word)], word) && (best == "" || len(k) < len(best)) {
			best = k
		}
	}
	return best
}

// DidYouMean is a sentence for a Fix, or "" when nothing is near.
func DidYouMean(word string, known []string) string {
	if s := Suggest(word, known); s != "" {
		return "Did you mean " + s + "?"
	}
	return ""
}

// distance counts insertions, deletions, substitutions and swaps of neighbours
// (optimal string alignment), ignoring case.
func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return 64
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if lower(a[i-1]) == lower(b[j-1]) {
				cost = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && lower(a[i-1]) == lower(b[j-2]) && lower(a[i-2]) == lower(b[j-1]) {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
