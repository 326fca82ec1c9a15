package hcledit

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/source/syntax"
)

// Tidy makes edits of one file end as terraform fmt would write them. Blocks at the top
// of a file do not touch each other, so that only those that are edited are looked at:
// to lay out a long file takes hclwrite seconds.
func Tidy(s Sheet, list []Edit) (out []Edit, err error) {
	if _, err := applicable(s.Src, list); err != nil {
		return nil, err
	}
	for _, w := range s.windows(list) {
		part := Sheet{Name: s.Name, Src: s.Src[w.from:w.to]}
		lines := bytes.Count(s.Src[:w.from], []byte{'\n'})
		fit, err := tidyPart(part, moved(w.edits, -w.from, -lines))
		if err != nil {
			return nil, err
		}
		out = append(out, moved(fit, w.from, lines)...)
	}
	return out, nil
}

// windows are the parts of a file between the ends of blocks at its top, each with the
// edits in it.
func (s Sheet) windows(list []Edit) (out []run) {
	cuts := s.cuts()
	for _, e := range Order(list) {
		w := run{from: 0, to: len(s.Src), edits: []Edit{e}}
		for _, at := range cuts {
			if at <= e.Range.Start.Byte {
				w.from = at
			}
			if at > e.Range.End.Byte {
				w.to = at
				break
			}
		}
		if n := len(out); n > 0 && w.from < out[n-1].to {
			out[n-1].to = max(out[n-1].to, w.to)
			out[n-1].edits = append(out[n-1].edits, e)
			continue
		}
		out = append(out, w)
	}
	return out
}

// cuts are the ends of the lines on which blocks at the top of a file end, in order,
// none for a file that does not parse.
func (s Sheet) cuts() (out []int) {
	if !Formatted(s.Name) {
		return nil
	}
	body := s.Body
	if body == nil {
		var err error
		if body, err = syntax.Config(s.Src, s.Name); err != nil {
			return nil
		}
	}
	for _, b := range body.Blocks {
		out = append(out, lineEnd(s.Src, b.CloseBraceRange.End.Byte))
	}
	return out
}

// moved are edits so many bytes and lines further on.
func moved(list []Edit, bytes, lines int) (out []Edit) {
	shift := func(p hcl.Pos) hcl.Pos { return hcl.Pos{Line: p.Line + lines, Column: p.Column, Byte: p.Byte + bytes} }
	for _, e := range list {
		e.Range.Start, e.Range.End = shift(e.Range.Start), shift(e.Range.End)
		out = append(out, e)
	}
	return out
}
