package hcledit

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// AddItem writes one more element at the end of a list, in the manner of the others.
func (s Sheet) AddItem(list *hclsyntax.TupleConsExpr, item string) Edit {
	open, end := list.OpenRange.End.Byte, list.SrcRange.End.Byte-1
	if len(list.Exprs) == 0 {
		return s.Change(open, end, item)
	}
	last := list.Exprs[len(list.Exprs)-1].Range().End.Byte
	comma := s.commaAt(last, end)
	start := list.Exprs[len(list.Exprs)-1].Range().Start
	switch {
	case start.Line == list.OpenRange.Start.Line: // on the line of the bracket
		return s.Insert(last, ", "+item)
	case comma >= 0 && s.LineAfter(comma) <= end:
		return s.Insert(s.LineAfter(comma), s.IndentAt(start.Byte)+item+","+s.Newline())
	case comma >= 0:
		return s.Insert(comma+1, s.Newline()+s.IndentAt(start.Byte)+item+",")
	}
	return s.Insert(last, ","+s.Newline()+s.IndentAt(start.Byte)+item)
}

// commaAt is where the comma stands behind an element, before the end of its list, -1 if
// there is none. Comments may stand between.
func (s Sheet) commaAt(from, to int) int {
	rest := s.Src[from:to]
	for i := 0; i < len(rest); i++ {
		switch {
		case rest[i] == ',':
			return from + i
		case rest[i] == '#' || strings.HasPrefix(string(rest[i:]), "//"):
			for i < len(rest) && rest[i] != '\n' {
				i++
			}
		}
	}
	return -1
}

// RemoveItem takes an element out of a list, with its comma, and its line if nothing
// else stands there.
func (s Sheet) RemoveItem(list *hclsyntax.TupleConsExpr, i int) Edit {
	at := list.Exprs[i].Range()
	from, to := at.Start.Byte, at.End.Byte
	bound := list.SrcRange.End.Byte - 1
	if i+1 < len(list.Exprs) {
		bound = list.Exprs[i+1].Range().Start.Byte
	}
	comma := s.commaAt(to, bound)
	if comma >= 0 {
		to = comma + 1
	}
	line := s.LineStart(from)
	next := s.LineAfter(to)
	if s.alone(line, from, to, next) {
		return s.Change(line, next, "")
	}
	switch {
	case i+1 < len(list.Exprs):
		return s.Change(from, bound, "")
	case i > 0:
		return s.Change(list.Exprs[i-1].Range().End.Byte, to, "")
	}
	return s.Change(from, to, "")
}

// alone reports whether nothing but white space and a comment stands around a piece of
// some lines.
func (s Sheet) alone(line, from, to, next int) bool {
	return strings.TrimSpace(string(s.Src[line:from])) == "" && s.OnlyComment(to, next) && s.Src[next-1] == '\n'
}
