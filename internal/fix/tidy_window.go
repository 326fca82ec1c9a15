package fix

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/source/syntax"
)

// tidy makes edits of one file end as terraform fmt would write them. Blocks at the top
// of a file do not touch each other, so that only those that are edited are looked at:
// to lay out a long file takes hclwrite seconds.
func tidy(s sheet, list []Edit) (out []Edit, err error) {
	if _, err := Apply(s.src, list); err != nil {
		return nil, err
	}
	for _, w := range s.windows(list) {
		part := sheet{name: s.name, src: s.src[w.from:w.to]}
		lines := bytes.Count(s.src[:w.from], []byte{'\n'})
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
func (s sheet) windows(list []Edit) (out []run) {
	cuts := s.cuts()
	for _, e := range order(list) {
		w := run{from: 0, to: len(s.src), edits: []Edit{e}}
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
func (s sheet) cuts() (out []int) {
	if !formatted(s.name) {
		return nil
	}
	body := s.body
	if body == nil {
		var err error
		if body, err = syntax.Config(s.src, s.name); err != nil {
			return nil
		}
	}
	for _, b := range body.Blocks {
		out = append(out, lineEnd(s.src, b.CloseBraceRange.End.Byte))
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
