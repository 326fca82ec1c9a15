package fix

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// sheet is a file in native syntax in which blocks are edited. Its edits keep to
// whole lines where they can, and write as terraform fmt does.
type sheet struct {
	name string
	src  []byte
	body *hclsyntax.Body // parsed, nil where that is not at hand
}

// argument is a line that a block gets, and the arguments beside which a careful
// colleague would write it, the best place first.
type argument struct {
	name, value string
	kin         []string
	// own: the value is that of one instance, and not right for others of the block.
	own bool
}

// set gives a block an argument: in place of the value that is written, or in a line
// of its own.
func (s sheet) set(b *hclsyntax.Block, a argument) Edit {
	if old := b.Body.Attributes[a.name]; old != nil {
		return s.replace(old.Expr.Range(), a.value)
	}
	return s.insertLine(b, a.name+" = "+a.value, s.lineOf(b, a.kin))
}

// lineOf is where a line begins before which an argument belongs: behind the last of
// its kin, else behind the arguments that come before the first nested block.
func (s sheet) lineOf(b *hclsyntax.Block, kin []string) int {
	for _, name := range kin {
		if attr := b.Body.Attributes[name]; attr != nil {
			return s.lineAfter(attr.SrcRange.End.Byte)
		}
	}
	first := b.CloseBraceRange.Start.Byte
	for _, inner := range b.Body.Blocks {
		first = min(first, inner.TypeRange.Start.Byte)
	}
	at := s.lineAfter(b.OpenBraceRange.Start.Byte)
	for _, attr := range b.Body.Attributes {
		if end := attr.SrcRange.End.Byte; end < first && !inClosing[attr.Name] {
			at = max(at, s.lineAfter(end))
		}
	}
	return at
}

// inClosing are arguments that stand at the end of a block by custom.
// https://developer.hashicorp.com/terraform/language/style
var inClosing = map[string]bool{"depends_on": true}

// insertLine writes a line of a block before the one that begins at a byte. A block that
// is written in one line is spread out.
func (s sheet) insertLine(b *hclsyntax.Block, line string, at int) Edit {
	if oneLine(b) {
		return s.spread(b, line)
	}
	return s.insert(at, s.indented(s.indentIn(b), line))
}

// spread writes a block of one line anew, with another line below what it holds.
func (s sheet) spread(b *hclsyntax.Block, line string) Edit {
	open, end := b.OpenBraceRange.End.Byte, b.CloseBraceRange.Start.Byte
	outer := s.indentAt(open)
	inner := outer + "  "
	held := strings.TrimSpace(string(s.src[open:end]))
	text := s.newline()
	if held != "" {
		text += inner + held + s.newline()
	}
	return s.change(open, end, text+s.indented(inner, line)+outer)
}

// insertBlock writes a nested block: behind the last of the same kind, with a blank
// line between as these have, else at the end.
func (s sheet) insertBlock(b *hclsyntax.Block, text string, kin ...string) Edit {
	if oneLine(b) {
		return s.spread(b, text)
	}
	last, airy := (*hclsyntax.Block)(nil), true
	for _, name := range kin {
		if last == nil {
			last, airy = s.lastBlock(b.Body, name)
		}
	}
	text = s.indented(s.indentIn(b), text)
	if last != nil {
		if airy {
			text = s.newline() + text
		}
		return s.insert(s.lineAfter(last.CloseBraceRange.End.Byte), text)
	}
	at := s.lineStart(b.CloseBraceRange.Start.Byte)
	if open := s.lineAfter(b.OpenBraceRange.Start.Byte); at > open && !s.blankBefore(at) {
		text = s.newline() + text
	}
	return s.insert(at, text)
}

// lastBlock finds the last nested block of a type, be it made by a dynamic one, and
// whether such blocks stand apart by blank lines.
func (s sheet) lastBlock(body *hclsyntax.Body, name string) (last *hclsyntax.Block, airy bool) {
	airy = true
	for _, b := range body.Blocks {
		if b.Type == name || b.Type == "dynamic" && len(b.Labels) == 1 && b.Labels[0] == name {
			last = b
		}
	}
	if last != nil {
		airy = s.blankBefore(s.lineStart(last.TypeRange.Start.Byte))
	}
	return last, airy
}

// insertAfter writes a block at the top of the file behind another.
func (s sheet) insertAfter(b *hclsyntax.Block, text string) Edit {
	at := s.lineAfter(b.CloseBraceRange.End.Byte)
	text = s.newline() + s.indented("", text)
	if at > 0 && s.src[at-1] != '\n' { // the file ends without a line break
		text = s.newline() + strings.TrimSuffix(text, s.newline())
	}
	return s.insert(at, text)
}

// insertBefore writes a block at the top of the file before another and its comment.
func (s sheet) insertBefore(b *hclsyntax.Block, text string) Edit {
	at := s.ownComment(s.lineStart(b.TypeRange.Start.Byte))
	return s.insert(at, s.indented("", text)+s.newline())
}

// removeArgument takes an argument out, with the comment that is its own.
func (s sheet) removeArgument(attr *hclsyntax.Attribute) Edit {
	return s.remove(attr.SrcRange.Start.Byte, attr.SrcRange.End.Byte)
}

// removeBlock takes a block out, with the comment that is its own.
func (s sheet) removeBlock(b *hclsyntax.Block) Edit {
	return s.remove(b.TypeRange.Start.Byte, b.CloseBraceRange.End.Byte)
}

// remove takes whole lines out, and the blank lines that would be left double or at
// an end of the block.
func (s sheet) remove(start, end int) Edit {
	from, to := s.lineStart(start), s.lineAfter(end)
	if strings.TrimSpace(string(s.src[from:start])) != "" || !s.onlyComment(end, to) {
		return s.change(start, end, "") // other things stand in its line
	}
	if next := s.lineText(to); next == "" || next == "}" || strings.Contains(string(s.src[start:end]), "\n") {
		from = s.ownComment(from)
	}
	opens := strings.HasSuffix(s.lineBefore(from), "{") || from == 0
	for s.blankBefore(from) && !opens && endsHere(s.lineText(to)) {
		from = s.lineStart(from - 1)
	}
	for opens && to < len(s.src) && s.lineText(to) == "" {
		to = s.lineAfter(to)
	}
	return s.change(from, to, "")
}

func endsHere(line string) bool { return line == "" || line == "}" }

// ownComment is where the comment begins that stands directly above a line.
func (s sheet) ownComment(at int) int {
	for at > 0 {
		line := s.lineBefore(at)
		if !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "//") {
			break
		}
		at = s.lineStart(at - 1)
	}
	return at
}

// onlyComment reports whether nothing but a comment follows in a line.
func (s sheet) onlyComment(from, to int) bool {
	rest := strings.TrimSpace(string(s.src[from:to]))
	return rest == "" || strings.HasPrefix(rest, "#") || strings.HasPrefix(rest, "//")
}

func oneLine(b *hclsyntax.Block) bool {
	return b.OpenBraceRange.Start.Line == b.CloseBraceRange.Start.Line
}

// indentIn is the indent of what stands in a block.
func (s sheet) indentIn(b *hclsyntax.Block) string {
	first := b.CloseBraceRange.Start.Byte
	for _, attr := range b.Body.Attributes {
		first = min(first, attr.SrcRange.Start.Byte)
	}
	for _, inner := range b.Body.Blocks {
		first = min(first, inner.TypeRange.Start.Byte)
	}
	if first < b.CloseBraceRange.Start.Byte {
		return s.indentAt(first)
	}
	return s.indentAt(b.TypeRange.Start.Byte) + "  "
}

// indentAt is the white space that the line of a byte begins with.
func (s sheet) indentAt(at int) string {
	line := s.src[s.lineStart(at):at]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

// indented puts an indent before each line of a text, and ends them as the file does.
func (s sheet) indented(indent, text string) string {
	var out strings.Builder
	for line := range strings.Lines(strings.TrimSuffix(text, "\n") + "\n") {
		if line != "\n" {
			out.WriteString(indent)
		}
		out.WriteString(strings.TrimSuffix(line, "\n") + s.newline())
	}
	return out.String()
}

// newline is how the lines of the file end.
func (s sheet) newline() string {
	if at := bytes.IndexByte(s.src, '\n'); at > 0 && s.src[at-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

func (s sheet) lineStart(at int) int { return bytes.LastIndexByte(s.src[:at], '\n') + 1 }

// lineAfter is where the line after that of a byte begins.
func (s sheet) lineAfter(at int) int {
	if n := bytes.IndexByte(s.src[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(s.src)
}

// lineText is the line that begins at a byte, without white space around.
func (s sheet) lineText(at int) string { return strings.TrimSpace(string(s.src[at:s.lineAfter(at)])) }

// lineBefore is the line before the one that begins at a byte.
func (s sheet) lineBefore(at int) string {
	if at == 0 {
		return ""
	}
	return s.lineText(s.lineStart(at - 1))
}

func (s sheet) blankBefore(at int) bool { return at > 0 && s.lineBefore(at) == "" }

func (s sheet) insert(at int, text string) Edit { return s.change(at, at, text) }

func (s sheet) replace(r hcl.Range, text string) Edit { return Edit{Range: r, Text: text} }

func (s sheet) change(from, to int, text string) Edit {
	return Edit{Range: hcl.Range{Filename: s.name, Start: s.position(from), End: s.position(to)}, Text: text}
}

// position is the place of a byte by line and column, as HCL counts them.
func (s sheet) position(at int) hcl.Pos {
	start := s.lineStart(at)
	pos := hcl.Pos{Column: 1}
	scan := hcl.NewRangeScannerFragment(s.src[start:at], s.name, pos, wholeText)
	for scan.Scan() {
		pos = scan.Range().End
	}
	return hcl.Pos{Line: bytes.Count(s.src[:start], []byte{'\n'}) + 1, Column: pos.Column, Byte: at}
}

// wholeText takes all that is there for one token.
func wholeText(data []byte, _ bool) (advance int, token []byte, err error) {
	if len(data) == 0 {
		return 0, nil, nil
	}
	return len(data), data, nil
}

// waits adds a name to what a block depends on.
func (s sheet) waits(b *hclsyntax.Block, name string) Edit {
	if old := b.Body.Attributes["depends_on"]; old != nil {
		if list, ok := old.Expr.(*hclsyntax.TupleConsExpr); ok {
			return s.addItem(list, name)
		}
	}
	if oneLine(b) {
		return s.spread(b, "\ndepends_on = ["+name+"]")
	}
	at := s.lineStart(b.CloseBraceRange.Start.Byte)
	for _, inner := range b.Body.Blocks {
		if inner.Type == "lifecycle" {
			at = s.ownComment(s.lineStart(inner.TypeRange.Start.Byte))
		}
	}
	text := s.indented(s.indentIn(b), "depends_on = ["+name+"]")
	if !s.blankBefore(at) {
		text = s.newline() + text
	}
	if at < s.lineStart(b.CloseBraceRange.Start.Byte) {
		text += s.newline()
	}
	return s.insert(at, text)
}

// Newline is the line ending of a file: that of its first line.
func Newline(src []byte) string {
	if i := bytes.IndexByte(src, '\n'); i > 0 && src[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// Indent is the white space before the first word of the line on which a byte
// stands.
func Indent(src []byte, at int) string {
	at = min(at, len(src))
	start := bytes.LastIndexByte(src[:at], '\n') + 1
	line := src[start:]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}
