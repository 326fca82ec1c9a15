package fix

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// addItem writes one more element at the end of a list, in the manner of the others.
func (s sheet) addItem(list *hclsyntax.TupleConsExpr, item string) Edit {
	open, end := list.OpenRange.End.Byte, list.SrcRange.End.Byte-1
	if len(list.Exprs) == 0 {
		return s.change(open, end, item)
	}
	last := list.Exprs[len(list.Exprs)-1].Range().End.Byte
	comma := s.commaAt(last, end)
	start := list.Exprs[len(list.Exprs)-1].Range().Start
	switch {
	case start.Line == list.OpenRange.Start.Line: // on the line of the bracket
		return s.insert(last, ", "+item)
	case comma >= 0 && s.lineAfter(comma) <= end:
		return s.insert(s.lineAfter(comma), s.indentAt(start.Byte)+item+","+s.newline())
	case comma >= 0:
		return s.insert(comma+1, s.newline()+s.indentAt(start.Byte)+item+",")
	}
	return s.insert(last, ","+s.newline()+s.indentAt(start.Byte)+item)
}

// commaAt is where the comma stands behind an element, before the end of its list, -1 if
// there is none. Comments may stand between.
func (s sheet) commaAt(from, to int) int {
	rest := s.src[from:to]
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

// removeItem takes an element out of a list, with its comma, and its line if nothing
// else stands there.
func (s sheet) removeItem(list *hclsyntax.TupleConsExpr, i int) Edit {
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
	line := s.lineStart(from)
	next := s.lineAfter(to)
	if s.alone(line, from, to, next) {
		return s.change(line, next, "")
	}
	switch {
	case i+1 < len(list.Exprs):
		return s.change(from, bound, "")
	case i > 0:
		return s.change(list.Exprs[i-1].Range().End.Byte, to, "")
	}
	return s.change(from, to, "")
}

// alone reports whether nothing but white space and a comment stands around a piece of
// some lines.
func (s sheet) alone(line, from, to, next int) bool {
	return strings.TrimSpace(string(s.src[line:from])) == "" && s.onlyComment(to, next) && s.src[next-1] == '\n'
}
