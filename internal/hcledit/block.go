package hcledit

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Sheet is a file in native syntax in which blocks are edited. Its edits keep to
// whole lines where they can, and write as terraform fmt does.
type Sheet struct {
	Name string
	Src  []byte
	Body *hclsyntax.Body // parsed, nil where that is not at hand
}

// Argument is a line that a block gets, and the arguments beside which a careful
// colleague would write it, the best place first.
type Argument struct {
	Name, Value string
	Kin         []string
	// Own: the value is that of one instance, and not right for others of the block.
	Own bool
}

// Set gives a block an argument: in place of the value that is written, or in a line
// of its own.
func (s Sheet) Set(b *hclsyntax.Block, a Argument) Edit {
	if old := b.Body.Attributes[a.Name]; old != nil {
		return s.Replace(old.Expr.Range(), a.Value)
	}
	return s.InsertLine(b, a.Name+" = "+a.Value, s.lineOf(b, a.Kin))
}

// lineOf is where a line begins before which an argument belongs: behind the last of
// its kin, else behind the arguments that come before the first nested block.
func (s Sheet) lineOf(b *hclsyntax.Block, kin []string) int {
	for _, name := range kin {
		if attr := b.Body.Attributes[name]; attr != nil {
			return s.LineAfter(attr.SrcRange.End.Byte)
		}
	}
	first := b.CloseBraceRange.Start.Byte
	for _, inner := range b.Body.Blocks {
		first = min(first, inner.TypeRange.Start.Byte)
	}
	at := s.LineAfter(b.OpenBraceRange.Start.Byte)
	for _, attr := range b.Body.Attributes {
		if end := attr.SrcRange.End.Byte; end < first && !InClosing[attr.Name] {
			at = max(at, s.LineAfter(end))
		}
	}
	return at
}

// InClosing are arguments that stand at the end of a block by custom.
// https://developer.hashicorp.com/terraform/language/style
var InClosing = map[string]bool{"depends_on": true}

// InsertLine writes a line of a block before the one that begins at a byte. A block that
// is written in one line is spread out.
func (s Sheet) InsertLine(b *hclsyntax.Block, line string, at int) Edit {
	if oneLine(b) {
		return s.spread(b, line)
	}
	return s.Insert(at, s.indented(s.IndentIn(b), line))
}

// spread writes a block of one line anew, with another line below what it holds.
func (s Sheet) spread(b *hclsyntax.Block, line string) Edit {
	open, end := b.OpenBraceRange.End.Byte, b.CloseBraceRange.Start.Byte
	outer := s.IndentAt(open)
	inner := outer + "  "
	held := strings.TrimSpace(string(s.Src[open:end]))
	text := s.Newline()
	if held != "" {
		text += inner + held + s.Newline()
	}
	return s.Change(open, end, text+s.indented(inner, line)+outer)
}

// InsertBlock writes a nested block: behind the last of the same kind, with a blank
// line between as these have, else at the end.
func (s Sheet) InsertBlock(b *hclsyntax.Block, text string, kin ...string) Edit {
	if oneLine(b) {
		return s.spread(b, text)
	}
	last, airy := (*hclsyntax.Block)(nil), true
	for _, name := range kin {
		if last == nil {
			last, airy = s.lastBlock(b.Body, name)
		}
	}
	text = s.indented(s.IndentIn(b), text)
	if last != nil {
		if airy {
			text = s.Newline() + text
		}
		return s.Insert(s.LineAfter(last.CloseBraceRange.End.Byte), text)
	}
	at := s.LineStart(b.CloseBraceRange.Start.Byte)
	if open := s.LineAfter(b.OpenBraceRange.Start.Byte); at > open && !s.BlankBefore(at) {
		text = s.Newline() + text
	}
	return s.Insert(at, text)
}

// lastBlock finds the last nested block of a type, be it made by a dynamic one, and
// whether such blocks stand apart by blank lines.
func (s Sheet) lastBlock(body *hclsyntax.Body, name string) (last *hclsyntax.Block, airy bool) {
	airy = true
	for _, b := range body.Blocks {
		if b.Type == name || b.Type == "dynamic" && len(b.Labels) == 1 && b.Labels[0] == name {
			last = b
		}
	}
	if last != nil {
		airy = s.BlankBefore(s.LineStart(last.TypeRange.Start.Byte))
	}
	return last, airy
}

// InsertAfter writes a block at the top of the file behind another.
func (s Sheet) InsertAfter(b *hclsyntax.Block, text string) Edit {
	at := s.LineAfter(b.CloseBraceRange.End.Byte)
	text = s.Newline() + s.indented("", text)
	if at > 0 && s.Src[at-1] != '\n' { // the file ends without a line break
		text = s.Newline() + strings.TrimSuffix(text, s.Newline())
	}
	return s.Insert(at, text)
}

// InsertBefore writes a block at the top of the file before another and its comment.
func (s Sheet) InsertBefore(b *hclsyntax.Block, text string) Edit {
	at := s.OwnComment(s.LineStart(b.TypeRange.Start.Byte))
	return s.Insert(at, s.indented("", text)+s.Newline())
}

// RemoveArgument takes an argument out, with the comment that is its own.
func (s Sheet) RemoveArgument(attr *hclsyntax.Attribute) Edit {
	return s.remove(attr.SrcRange.Start.Byte, attr.SrcRange.End.Byte)
}

// RemoveBlock takes a block out, with the comment that is its own.
func (s Sheet) RemoveBlock(b *hclsyntax.Block) Edit {
	return s.remove(b.TypeRange.Start.Byte, b.CloseBraceRange.End.Byte)
}

// remove takes whole lines out, and the blank lines that would be left double or at
// an end of the block.
func (s Sheet) remove(start, end int) Edit {
	from, to := s.LineStart(start), s.LineAfter(end)
	if strings.TrimSpace(string(s.Src[from:start])) != "" || !s.OnlyComment(end, to) {
		return s.Change(start, end, "") // other things stand in its line
	}
	if next := s.lineText(to); next == "" || next == "}" || strings.Contains(string(s.Src[start:end]), "\n") {
		from = s.OwnComment(from)
	}
	opens := strings.HasSuffix(s.lineBefore(from), "{") || from == 0
	for s.BlankBefore(from) && !opens && endsHere(s.lineText(to)) {
		from = s.LineStart(from - 1)
	}
	for opens && to < len(s.Src) && s.lineText(to) == "" {
		to = s.LineAfter(to)
	}
	return s.Change(from, to, "")
}

func endsHere(line string) bool { return line == "" || line == "}" }

// OwnComment is where the comment begins that stands directly above a line.
func (s Sheet) OwnComment(at int) int {
	for at > 0 {
		line := s.lineBefore(at)
		if !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "//") {
			break
		}
		at = s.LineStart(at - 1)
	}
	return at
}

// OnlyComment reports whether nothing but a comment follows in a line.
func (s Sheet) OnlyComment(from, to int) bool {
	rest := strings.TrimSpace(string(s.Src[from:to]))
	return rest == "" || strings.HasPrefix(rest, "#") || strings.HasPrefix(rest, "//")
}

func oneLine(b *hclsyntax.Block) bool {
	return b.OpenBraceRange.Start.Line == b.CloseBraceRange.Start.Line
}

// IndentIn is the indent of what stands in a block.
func (s Sheet) IndentIn(b *hclsyntax.Block) string {
	first := b.CloseBraceRange.Start.Byte
	for _, attr := range b.Body.Attributes {
		first = min(first, attr.SrcRange.Start.Byte)
	}
	for _, inner := range b.Body.Blocks {
		first = min(first, inner.TypeRange.Start.Byte)
	}
	if first < b.CloseBraceRange.Start.Byte {
		return s.IndentAt(first)
	}
	return s.IndentAt(b.TypeRange.Start.Byte) + "  "
}

// IndentAt is the white space that the line of a byte begins with.
func (s Sheet) IndentAt(at int) string {
	line := s.Src[s.LineStart(at):at]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

// indented puts an indent before each line of a text, and ends them as the file does.
func (s Sheet) indented(indent, text string) string {
	var out strings.Builder
	for line := range strings.Lines(strings.TrimSuffix(text, "\n") + "\n") {
		if line != "\n" {
			out.WriteString(indent)
		}
		out.WriteString(strings.TrimSuffix(line, "\n") + s.Newline())
	}
	return out.String()
}

// Newline is how the lines of the file end.
func (s Sheet) Newline() string {
	if at := bytes.IndexByte(s.Src, '\n'); at > 0 && s.Src[at-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

func (s Sheet) LineStart(at int) int { return bytes.LastIndexByte(s.Src[:at], '\n') + 1 }

// LineAfter is where the line after that of a byte begins.
func (s Sheet) LineAfter(at int) int {
	if n := bytes.IndexByte(s.Src[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(s.Src)
}

// lineText is the line that begins at a byte, without white space around.
func (s Sheet) lineText(at int) string { return strings.TrimSpace(string(s.Src[at:s.LineAfter(at)])) }

// lineBefore is the line before the one that begins at a byte.
func (s Sheet) lineBefore(at int) string {
	if at == 0 {
		return ""
	}
	return s.lineText(s.LineStart(at - 1))
}

func (s Sheet) BlankBefore(at int) bool { return at > 0 && s.lineBefore(at) == "" }

func (s Sheet) Insert(at int, text string) Edit { return s.Change(at, at, text) }

func (s Sheet) Replace(r hcl.Range, text string) Edit { return Edit{Range: r, Text: text} }

func (s Sheet) Change(from, to int, text string) Edit {
	return Edit{Range: hcl.Range{Filename: s.Name, Start: s.position(from), End: s.position(to)}, Text: text}
}

// position is the place of a byte by line and column, as HCL counts them.
func (s Sheet) position(at int) hcl.Pos {
	start := s.LineStart(at)
	pos := hcl.Pos{Column: 1}
	scan := hcl.NewRangeScannerFragment(s.Src[start:at], s.Name, pos, wholeText)
	for scan.Scan() {
		pos = scan.Range().End
	}
	return hcl.Pos{Line: bytes.Count(s.Src[:start], []byte{'\n'}) + 1, Column: pos.Column, Byte: at}
}

// wholeText takes all that is there for one token.
func wholeText(data []byte, _ bool) (advance int, token []byte, err error) {
	if len(data) == 0 {
		return 0, nil, nil
	}
	return len(data), data, nil
}

// Waits adds a name to what a block depends on.
func (s Sheet) Waits(b *hclsyntax.Block, name string) Edit {
	if old := b.Body.Attributes["depends_on"]; old != nil {
		if list, ok := old.Expr.(*hclsyntax.TupleConsExpr); ok {
			return s.AddItem(list, name)
		}
	}
	if oneLine(b) {
		return s.spread(b, "\ndepends_on = ["+name+"]")
	}
	at := s.LineStart(b.CloseBraceRange.Start.Byte)
	for _, inner := range b.Body.Blocks {
		if inner.Type == "lifecycle" {
			at = s.OwnComment(s.LineStart(inner.TypeRange.Start.Byte))
		}
	}
	text := s.indented(s.IndentIn(b), "depends_on = ["+name+"]")
	if !s.BlankBefore(at) {
		text = s.Newline() + text
	}
	if at < s.LineStart(b.CloseBraceRange.Start.Byte) {
		text += s.Newline()
	}
	return s.Insert(at, text)
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
