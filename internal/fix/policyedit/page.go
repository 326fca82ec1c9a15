package policyedit

import (
	"bytes"
	"strings"

	"github.com/plan403/plan403/internal/hcledit"
)

// Page is the text in which a piece of a policy is written.
type Page struct {
	hcledit.Sheet
	Tongue Tongue
	// Escaped: the policy stands in a quoted text, with \" for its quotation marks.
	Escaped bool
}

// Write puts a text that was made for the page into the form that stands there.
func (p Page) Write(text string) string {
	if p.Escaped {
		text = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text)
	}
	return strings.ReplaceAll(text, "\n", p.Newline())
}

// Put replaces a value.
func (p Page) Put(n *Node, text string) hcledit.Edit { return p.Change(n.Start, n.End, p.Write(text)) }

// Add writes elements behind the last one of a list or object, in lines of their own if
// the others have them.
func (p Page) Add(n *Node, texts ...string) (edits []hcledit.Edit) {
	start, end, some := n.last()
	all := strings.Join(texts, ", ")
	switch {
	case !some:
		return []hcledit.Edit{p.Put(n, p.bracketed(n, all))}
	case p.SpreadOut(n) && p.alone(n, end):
		for _, text := range texts {
			edits = append(edits, p.addLine(n, start, end, text)...)
		}
		return edits
	case p.TooLong(n, all):
		return []hcledit.Edit{p.Put(n, p.spread(n, texts))}
	}
	text := p.Under(end, all)
	if comma := p.comma(n, end); comma >= 0 {
		return []hcledit.Edit{p.Change(comma+1, comma+1, p.Write(" "+text))}
	}
	return []hcledit.Edit{p.Change(end, end, p.Write(", "+text))}
}

// maxLine is how long a line may become before a list or object in it is spread out.
const maxLine = 120

// TooLong reports whether a line gets too long if more is written into it.
func (p Page) TooLong(n *Node, more string) bool {
	line := string(p.Src[p.LineStart(n.Start):p.lineEnd(n.Start)])
	if end := p.lineEnd(n.Start); n.End <= end && p.OnlyComment(n.End, end) {
		line = string(p.Src[p.LineStart(n.Start):n.End])
	}
	inOne := !strings.Contains(string(p.Src[n.Start:n.End]), "\n") && !strings.Contains(more, "\n")
	return inOne && !p.Escaped && len(line)+len(more) > maxLine
}

// spread writes a list or object of one line in lines of its own, with more elements.
func (p Page) spread(n *Node, more []string) string {
	return p.SpreadElements(n, append(p.Elements(n), more...))
}

// Elements are those of a list or object as they are written.
func (p Page) Elements(n *Node) (out []string) {
	for _, span := range n.spans() {
		out = append(out, string(p.Src[span[0]:span[1]]))
	}
	return out
}

// SpreadElements writes elements in lines of their own, in place of a list or object.
func (p Page) SpreadElements(n *Node, elements []string) string {
	open, between, closing := "[", ",", "]"
	if n.Form == Object {
		open, closing = "{", "}"
	}
	if p.Tongue == Native && n.Form == Object {
		between = ""
	}
	end := between // behind the last, too
	if p.Tongue != Native {
		end = ""
	}
	line := "\n" + p.IndentOf(n.Start)
	text := strings.Join(elements, between+line+"  ")
	return open + line + "  " + text + end + line + closing
}

// bracketed is the first element of a list or object that was empty.
func (p Page) bracketed(n *Node, text string) string {
	if n.Form == Object {
		return "{ " + text + " }"
	}
	return "[" + text + "]"
}

// addLine writes an element in lines of its own, which end as those before.
func (p Page) addLine(n *Node, start, end int, text string) []hcledit.Edit {
	indent := p.IndentAt(start)
	text = strings.ReplaceAll(text, "\n", "\n"+indent)
	if comma := p.comma(n, end); comma >= 0 {
		at := p.lineEnd(comma + 1)
		return []hcledit.Edit{p.Change(at, at, p.Write("\n"+indent+text+","))}
	}
	at := p.lineEnd(end)
	line := p.Write("\n" + indent + text)
	switch {
	case p.Tongue == Native && n.Form == Object:
		return []hcledit.Edit{p.Change(at, at, line)}
	case at == end:
		return []hcledit.Edit{p.Change(end, end, ","+line)}
	}
	return []hcledit.Edit{p.Change(end, end, ","), p.Change(at, at, line)}
}

// Under indents the lines of a text behind the first as the line is in which a byte
// stands.
func (p Page) Under(at int, text string) string {
	return strings.ReplaceAll(text, "\n", "\n"+p.IndentOf(at))
}

// SpreadOut reports whether the elements of a list or object stand in lines of their
// own.
func (p Page) SpreadOut(n *Node) bool {
	first, ok := n.first()
	return ok && !p.Escaped && strings.Contains(string(p.Src[n.Start:first]), "\n")
}

// alone reports whether nothing but a comma, a comment and white space stands behind
// the last element in its line.
func (p Page) alone(n *Node, end int) bool {
	line := p.lineEnd(end)
	if line >= n.End {
		return false
	}
	return p.OnlyComment(end+len(p.Src[end:line])-len(strings.TrimLeft(string(p.Src[end:line]), " \t,")), line)
}

// comma is where the comma behind the last element stands, -1 if there is none.
func (p Page) comma(n *Node, end int) int {
	for at := end; at < n.End-1; at++ {
		switch p.Src[at] {
		case ',':
			return at
		case ' ', '\t', '\r', '\n':
		default:
			return -1
		}
	}
	return -1
}

// lineEnd is where the line of a byte ends, before its line break.
func (p Page) lineEnd(at int) int {
	end := p.LineAfter(at)
	return len(bytes.TrimRight(p.Src[:end], "\r\n"))
}

// IndentOf is the white space that begins the line of a byte.
func (p Page) IndentOf(at int) string {
	line := string(p.Src[p.LineStart(at):at])
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// Drop takes an element out of a list or object, with its comma.
func (p Page) Drop(n *Node, i int) hcledit.Edit {
	spans := n.spans()
	from, to := spans[i][0], spans[i][1]
	if comma := p.commaBehind(to, n.End); comma >= 0 {
		to = comma + 1
	} else if i > 0 {
		from = spans[i-1][1] // the comma before it goes with it
		return p.Change(from, to, "")
	}
	if line := p.LineStart(from); p.SpreadOut(n) && strings.TrimSpace(string(p.Src[line:from])) == "" &&
		strings.TrimSpace(string(p.Src[to:p.LineAfter(to)])) == "" {
		return p.Change(line, p.LineAfter(to), "")
	}
	for to < n.End && (p.Src[to] == ' ' || p.Src[to] == '\t') {
		to++
	}
	return p.Change(from, to, "")
}

// commaBehind is the comma that follows a byte, -1 if something else does.
func (p Page) commaBehind(at, end int) int {
	for ; at < end; at++ {
		switch p.Src[at] {
		case ',':
			return at
		case ' ', '\t':
		default:
			return -1
		}
	}
	return -1
}

// spans are where the elements of a list or object begin and end.
func (n *Node) spans() (out [][2]int) {
	for _, m := range n.Members {
		out = append(out, [2]int{m.Start, m.End})
	}
	for _, i := range n.Items {
		out = append(out, [2]int{i.Start, i.End})
	}
	return out
}
