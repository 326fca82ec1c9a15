package locate

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// inLiteral is the place in the source of an offset in the words of a template.
func (w *walker) inLiteral(l *leaf, offset int) (hcl.Pos, bool) {
	src := w.sources.Source(l.rng.Filename)
	from, to := l.rng.Start.Byte, l.rng.End.Byte
	if !l.literal || !l.rng.CanSliceBytes(src) || jsonSyntax(l.rng.Filename) {
		return hcl.Pos{}, false
	}
	if at, ok := align(string(src[from:to]), l.text, offset); ok {
		return position(src, from+at, l.rng.Filename), true
	}
	return hcl.Pos{}, false
}

// jsonSyntax reports whether a file of the configuration is written in JSON, where
// templates stand in strings with escapes of their own.
func jsonSyntax(filename string) bool {
	return strings.HasSuffix(filename, ".tf.json") || strings.HasSuffix(filename, ".tofu.json") ||
		strings.HasSuffix(filename, ".tfvars.json")
}

// stringAround is the JSON string in which a place is. The parser counts what stands
// in one without its escapes, so nothing narrower is told.
func stringAround(r hcl.Range, src []byte) hcl.Range {
	if !r.CanSliceBytes(src) {
		return r
	}
	line := bytes.LastIndexByte(src[:r.Start.Byte], '\n') + 1
	for at := line; at < len(src) && src[at] != '\n'; at++ {
		if src[at] != '"' {
			continue
		}
		end := at + 1
		for end < len(src) && src[end] != '"' && src[end] != '\n' {
			if src[end] == '\\' {
				end++
			}
			end++
		}
		if end = min(end+1, len(src)); end > r.Start.Byte {
			if at <= r.Start.Byte {
				r.Start, r.End = position(src, at, r.Filename), position(src, end, r.Filename)
			}
			return r
		}
		at = end - 1
	}
	return r
}

// escapes are what a template writes for characters that have a meaning of their
// own there, the last ones between quotation marks.
var escapes = []struct{ written, means string }{{"$${", "${"}, {"%%{", "%{"}, {`\"`, `"`}, {`\n`, "\n"}, {`\t`, "\t"}}

// align finds the offset in the source of a literal for one in its text. A block of
// text that is indented (<<-) has lost the front of its lines.
func align(src, text string, offset int) (int, bool) {
	if strings.HasSuffix(src, text) {
		return len(src) - len(text) + offset, true
	}
	at := outdent(src, text)
	for i := 0; i < offset; {
		step, read := 1, 1
		for _, e := range escapes {
			if strings.HasPrefix(src[at:], e.written) && strings.HasPrefix(text[i:], e.means) {
				step, read = len(e.written), len(e.means)
			}
		}
		if at < 0 || at+step > len(src) || i+read > len(text) || step == 1 && src[at] != text[i] {
			return 0, false
		}
		newLine := src[at] == '\n'
		at, i = at+step, i+read
		if newLine {
			at += outdent(src[at:], text[i:])
		}
	}
	return at, true
}

// outdent is what the line that src begins with has lost at its front in text.
func outdent(src, text string) int { return max(0, indent(src)-indent(text)) }

func indent(s string) int { return len(s) - len(strings.TrimLeft(s, " \t")) }

// position is the place of a byte in a file. HCL counts columns in characters as
// people see them.
func position(src []byte, offset int, filename string) hcl.Pos {
	offset = min(max(offset, 0), len(src))
	line := bytes.LastIndexByte(src[:offset], '\n') + 1
	at := hcl.Pos{Line: bytes.Count(src[:offset], []byte{'\n'}) + 1, Column: 1}
	all := func(data []byte, _ bool) (int, []byte, error) { return len(data), data, nil }
	if sc := hcl.NewRangeScannerFragment(src[line:offset], filename, at, all); sc.Scan() {
		at = sc.Range().End
	}
	at.Byte = offset
	return at
}
