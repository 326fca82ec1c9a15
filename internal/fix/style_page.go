package fix

import (
	"strings"
)

// page is the text in which a piece of a policy is written.
type page struct {
	sheet
	tongue tongue
	// escaped: the policy stands in a quoted text, with \" for its quotation marks.
	escaped bool
}

// write puts a text that was made for the page into the form that stands there.
func (p page) write(text string) string {
	if p.escaped {
		text = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text)
	}
	return strings.ReplaceAll(text, "\n", p.newline())
}

// put replaces a value.
func (p page) put(n *node, text string) Edit { return p.change(n.start, n.end, p.write(text)) }

// add writes elements behind the last one of a list or object, in lines of their own if
// the others have them.
func (p page) add(n *node, texts ...string) (edits []Edit) {
	start, end, some := n.last()
	all := strings.Join(texts, ", ")
	switch {
	case !some:
		return []Edit{p.put(n, p.bracketed(n, all))}
	case p.spreadOut(n) && p.alone(n, end):
		for _, text := range texts {
			edits = append(edits, p.addLine(n, start, end, text)...)
		}
		return edits
	case p.tooLong(n, all):
		return []Edit{p.put(n, p.spread(n, texts))}
	}
	text := p.under(end, all)
	if comma := p.comma(n, end); comma >= 0 {
		return []Edit{p.change(comma+1, comma+1, p.write(" "+text))}
	}
	return []Edit{p.change(end, end, p.write(", "+text))}
}

// maxLine is how long a line may become before a list or object in it is spread out.
const maxLine = 120

// tooLong reports whether a line gets too long if more is written into it.
func (p page) tooLong(n *node, more string) bool {
	line := string(p.src[p.lineStart(n.start):p.lineEnd(n.start)])
	if end := p.lineEnd(n.start); n.end <= end && p.onlyComment(n.end, end) {
		line = string(p.src[p.lineStart(n.start):n.end])
	}
	inOne := !strings.Contains(string(p.src[n.start:n.end]), "\n") && !strings.Contains(more, "\n")
	return inOne && !p.escaped && len(line)+len(more) > maxLine
}

// spread writes a list or object of one line in lines of its own, with more elements.
func (p page) spread(n *node, more []string) string {
	return p.spreadElements(n, append(p.elements(n), more...))
}

// elements are those of a list or object as they are written.
func (p page) elements(n *node) (out []string) {
	for _, span := range n.spans() {
		out = append(out, string(p.src[span[0]:span[1]]))
	}
	return out
}

// spreadElements writes elements in lines of their own, in place of a list or object.
func (p page) spreadElements(n *node, elements []string) string {
	open, between, closing := "[", ",", "]"
	if n.form == object {
		open, closing = "{", "}"
	}
	if p.tongue == native && n.form == object {
		between = ""
	}
	end := between // behind the last, too
	if p.tongue != native {
		end = ""
	}
	line := "\n" + p.indentOf(n.start)
	text := strings.Join(elements, between+line+"  ")
	return open + line + "  " + text + end + line + closing
}

// bracketed is the first element of a list or object that was empty.
func (p page) bracketed(n *node, text string) string {
	if n.form == object {
		return "{ " + text + " }"
	}
	return "[" + text + "]"
}

// addLine writes an element in lines of its own, which end as those before.
func (p page) addLine(n *node, start, end int, text string) []Edit {
	indent := p.indentAt(start)
	text = strings.ReplaceAll(text, "\n", "\n"+indent)
	if comma := p.comma(n, end); comma >= 0 {
		at := p.lineEnd(comma + 1)
		return []Edit{p.change(at, at, p.write("\n"+indent+text+","))}
	}
	at := p.lineEnd(end)
	line := p.write("\n" + indent + text)
	switch {
	case p.tongue == native && n.form == object:
		return []Edit{p.change(at, at, line)}
	case at == end:
		return []Edit{p.change(end, end, ","+line)}
	}
	return []Edit{p.change(end, end, ","), p.change(at, at, line)}
}

// under indents the lines of a text behind the first as the line is in which a byte
// stands.
func (p page) under(at int, text string) string {
	return strings.ReplaceAll(text, "\n", "\n"+p.indentOf(at))
}

// spreadOut reports whether the elements of a list or object stand in lines of their
// own.
func (p page) spreadOut(n *node) bool {
	first, ok := n.first()
	return ok && !p.escaped && strings.Contains(string(p.src[n.start:first]), "\n")
}

// alone reports whether nothing but a comma, a comment and white space stands behind
// the last element in its line.
func (p page) alone(n *node, end int) bool {
	line := p.lineEnd(end)
	if line >= n.end {
		return false
	}
	return p.onlyComment(end+len(p.src[end:line])-len(strings.TrimLeft(string(p.src[end:line]), " \t,")), line)
}

// comma is where the comma behind the last element stands, -1 if there is none.
func (p page) comma(n *node, end int) int {
	for at := end; at < n.end-1; at++ {
		switch p.src[at] {
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
func (p page) lineEnd(at int) int {
	end := p.lineAfter(at)
	return len(strings.TrimRight(string(p.src[:end]), "\r\n"))
}

// indentOf is the white space that begins the line of a byte.
func (p page) indentOf(at int) string {
	line := string(p.src[p.lineStart(at):at])
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// drop takes an element out of a list or object, with its comma.
func (p page) drop(n *node, i int) Edit {
	spans := n.spans()
	from, to := spans[i][0], spans[i][1]
	if comma := p.commaBehind(to, n.end); comma >= 0 {
		to = comma + 1
	} else if i > 0 {
		from = spans[i-1][1] // the comma before it goes with it
		return p.change(from, to, "")
	}
	if line := p.lineStart(from); p.spreadOut(n) && strings.TrimSpace(string(p.src[line:from])) == "" &&
		strings.TrimSpace(string(p.src[to:p.lineAfter(to)])) == "" {
		return p.change(line, p.lineAfter(to), "")
	}
	for to < n.end && (p.src[to] == ' ' || p.src[to] == '\t') {
		to++
	}
	return p.change(from, to, "")
}

// commaBehind is the comma that follows a byte, -1 if something else does.
func (p page) commaBehind(at, end int) int {
	for ; at < end; at++ {
		switch p.src[at] {
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
func (n *node) spans() (out [][2]int) {
	for _, m := range n.members {
		out = append(out, [2]int{m.start, m.end})
	}
	for _, i := range n.items {
		out = append(out, [2]int{i.start, i.end})
	}
	return out
}
