package hcledit

import (
	"bytes"
	"slices"
)

// Lines is a run of lines of a file that edits replace by others, each with its line
// ending.
type Lines struct {
	From     int // the number of the first, from 0
	Old, New []string
}

// LinesOf tells edits of one file, which have to fit, by whole lines: what a diff
// shows.
func LinesOf(src []byte, list []Edit) (out []Lines) {
	for _, r := range runs(src, list) {
		now, err := Apply(src[r.from:r.to], shifted(r.edits, r.from))
		if err != nil {
			continue
		}
		first := bytes.Count(src[:r.from], []byte{'\n'})
		out = append(out, refined(first, linesIn(src[r.from:r.to]), linesIn(now))...)
	}
	return out
}

// run is a part of a file from the beginning of a line to that of another, and the
// edits in it.
type run struct {
	from, to int
	edits    []Edit
}

func runs(src []byte, list []Edit) (out []run) {
	for _, e := range Order(list) {
		from := bytes.LastIndexByte(src[:e.Range.Start.Byte], '\n') + 1
		to := e.Range.End.Byte
		whole := to == from || to > from && src[to-1] == '\n' && to > e.Range.Start.Byte
		if !whole || e.Range.Start.Byte != from || e.Text != "" && e.Text[len(e.Text)-1] != '\n' {
			to = lineEnd(src, to)
		}
		if n := len(out); n > 0 && from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, to)
			out[n-1].edits = append(out[n-1].edits, e)
			continue
		}
		out = append(out, run{from, to, []Edit{e}})
	}
	return out
}

func lineEnd(src []byte, at int) int {
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(src)
}

func shifted(list []Edit, by int) (out []Edit) {
	for _, e := range list {
		e.Range.Start.Byte -= by
		e.Range.End.Byte -= by
		out = append(out, e)
	}
	return out
}

func linesIn(text []byte) (out []string) {
	for line := range bytes.Lines(text) {
		out = append(out, string(line))
	}
	return out
}

// maxCompared bounds the pairs of lines that are compared to find those that stay.
const maxCompared = 1 << 20

// refined leaves out the lines that stay.
func refined(first int, was, is []string) (out []Lines) {
	if len(was)*len(is) > maxCompared {
		return []Lines{{first, was, is}}
	}
	kept := common(was, is)
	i, k := 0, 0
	for _, pair := range append(kept, [2]int{len(was), len(is)}) {
		if pair[0] > i || pair[1] > k {
			out = append(out, Lines{first + i, slices.Clip(was[i:pair[0]]), slices.Clip(is[k:pair[1]])})
		}
		i, k = pair[0]+1, pair[1]+1
	}
	return out
}

// common are the places of a longest sequence of lines that two texts share.
func common(a, b []string) (out [][2]int) {
	best := make([][]int, len(a)+1)
	for i := range best {
		best[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for k := len(b) - 1; k >= 0; k-- {
			best[i][k] = max(best[i+1][k], best[i][k+1])
			if a[i] == b[k] {
				best[i][k] = best[i+1][k+1] + 1
			}
		}
	}
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case a[i] == b[k]:
			out = append(out, [2]int{i, k})
			i, k = i+1, k+1
		case best[i+1][k] >= best[i][k+1]:
			i++
		default:
			k++
		}
	}
	return out
}
