package hcledit

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/plan403/plan403/internal/source"
)

// InFiles parts edits by their file, in order.
func InFiles(list []Edit) (out [][]Edit) {
	for _, e := range Order(list) {
		if n := len(out); n > 0 && out[n-1][0].Range.Filename == e.Range.Filename {
			out[n-1] = append(out[n-1], e)
			continue
		}
		out = append(out, []Edit{e})
	}
	return out
}

// tidyPart makes edits of whole blocks of a file end as terraform fmt would write them:
// the lines that they write, and those that were in its style and would not be any more,
// such as neighbors whose equals signs stand in line. Nothing else is touched. src is
// the text before.
func tidyPart(s Sheet, list []Edit) ([]Edit, error) {
	after, err := Apply(s.Src, list)
	if err != nil {
		return nil, err
	}
	if !Formatted(s.Name) {
		return list, nil
	}
	was, want := splitLines(hclwrite.Format(s.Src)), splitLines(hclwrite.Format(after))
	old, now := splitLines(s.Src), splitLines(after)
	if len(was) != len(old) || len(want) != len(now) {
		return list, nil
	}
	out, starts := list, lineStarts(old)
	for _, p := range passages(s, list) {
		text := bytes.Join(want[p.now:p.nowEnd], nil)
		if p.kept { // each line stands where it stood
			for i := p.now; i < p.nowEnd; i++ {
				at := p.old + i - p.now
				if bytes.Equal(was[at], old[at]) && !bytes.Equal(want[i], now[i]) {
					out = append(out, s.between(starts[at], now[i], want[i]))
				}
			}
			continue
		}
		if !bytes.Equal(text, bytes.Join(now[p.now:p.nowEnd], nil)) {
			out = instead(out, p.edits, s.Change(starts[p.old], starts[p.oldEnd], string(text)))
		}
	}
	return Order(out), nil
}

// Formatted reports whether terraform fmt writes a file.
func Formatted(name string) bool { return source.Native(name) || path.Ext(name) == ".tfvars" }

// passage is a run of lines: those that edits write, or those between.
type passage struct {
	old, oldEnd, now, nowEnd int // numbers of lines, from 0
	kept                     bool
	edits                    []Edit
}

// passages divides a file by the lines that edits touch.
func passages(s Sheet, list []Edit) (out []passage) {
	line, shift := 0, 0
	for _, e := range Order(list) {
		from, to := touched(e)
		grown := strings.Count(e.Text, "\n") - bytes.Count(s.Src[e.Range.Start.Byte:e.Range.End.Byte], []byte{'\n'})
		if n := len(out); n > 0 && from < out[n-1].oldEnd {
			p := &out[n-1]
			p.oldEnd = max(p.oldEnd, to)
			shift += grown
			p.nowEnd = p.oldEnd + shift
			p.edits = append(p.edits, e)
			line = p.oldEnd
			continue
		}
		out = append(out, passage{old: line, oldEnd: from, now: line + shift, nowEnd: from + shift, kept: true})
		next := passage{old: from, oldEnd: to, now: from + shift, edits: []Edit{e}}
		shift += grown
		next.nowEnd = next.oldEnd + shift
		out = append(out, next)
		line = next.oldEnd
	}
	last := len(splitLines(s.Src))
	return append(out, passage{old: line, oldEnd: last, now: line + shift, nowEnd: last + shift, kept: true})
}

// touched are the lines in which an edit writes, counted from 0: none where it writes
// whole lines before one.
func touched(e Edit) (from, to int) {
	from, to = e.Range.Start.Line-1, e.Range.End.Line
	if e.Range.End.Column == 1 && (!e.Range.Empty() || e.Range.Start.Column == 1) {
		to-- // it ends with the line before
	}
	return from, max(from, to)
}

// between is the edit that makes one line of another, which begins at a byte, in as few
// bytes as need be.
func (s Sheet) between(at int, old, now []byte) Edit {
	start := 0
	for start < len(old) && start < len(now) && old[start] == now[start] {
		start++
	}
	end := 0
	for end < len(old)-start && end < len(now)-start && old[len(old)-1-end] == now[len(now)-1-end] {
		end++
	}
	return s.Change(at+start, at+len(old)-end, string(now[start:len(now)-end]))
}

// lineStarts are where lines begin, and where the last one ends.
func lineStarts(lines [][]byte) []int {
	out := make([]int, len(lines)+1)
	for i, line := range lines {
		out[i+1] = out[i] + len(line)
	}
	return out
}

func splitLines(src []byte) [][]byte { return bytes.SplitAfter(src, []byte{'\n'}) }

// instead puts one edit where the first of those stood that it takes the place of: at one
// place, edits are made in order.
func instead(list, gone []Edit, e Edit) (out []Edit) {
	placed := false
	for _, old := range list {
		switch {
		case !slices.Contains(gone, old):
			out = append(out, old)
		case !placed:
			out, placed = append(out, e), true
		}
	}
	return out
}
