package syntax

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
)

// body skims arguments and blocks up to the end of the file, or past the brace that
// ends a block.
func (s *skimmer) body(outermost bool) bool {
	names := len(s.names)
	for {
		if !s.blank(ignored) {
			return false
		}
		switch {
		case s.at == len(s.src):
			return outermost
		case s.here() == '}':
			s.at++
			s.names = s.names[:names]
			return !outermost
		}
		s.chain = 0
		if !s.item(outermost, names) || !s.blank(endItems) || s.at < len(s.src) && s.here() != '\n' {
			return false
		}
	}
}

// item skims an argument or a block. The names of the arguments before it begin at
// index from.
func (s *skimmer) item(outermost bool, from int) bool {
	start := s.at
	name := s.identifier()
	if len(name) == 0 || !s.blank(endItems) {
		return false
	}
	if s.here() == '=' {
		return s.unused(name, from) && s.value(endItems)
	}
	header := Block{Type: string(name)}
	if outermost && !s.place(&header, start) {
		return false
	}
	if !s.labels(&header, outermost) || !s.longer() || !s.within(s.braces) {
		return false
	}
	if outermost {
		header.text = s.src[start:s.at:s.at]
		s.blocks = append(s.blocks, header)
	}
	return true
}

// unused notes the name of an argument, which may be set only once in a body.
func (s *skimmer) unused(name []byte, from int) bool {
	for _, other := range s.names[from:] {
		if bytes.Equal(name, other) {
			return false
		}
	}
	s.names = append(s.names, name)
	return len(s.names)-from <= maxSkimNames
}

// value skims an equals sign and the expression behind it.
func (s *skimmer) value(ends lineEnds) bool {
	if s.here() != '=' || s.ahead(1) == '=' || s.ahead(1) == '>' {
		return false
	}
	s.at++
	return s.expression(ends)
}

// braces skims the braces of a block and what is in them: nothing, one argument on
// the same line, or lines.
func (s *skimmer) braces() bool {
	if !s.take("{") || !s.blank(endItems) {
		return false
	}
	if c := s.here(); c == '\n' || c == '}' {
		return s.body(false)
	}
	return len(s.identifier()) > 0 && s.blank(endItems) && s.value(endItems) && s.blank(endItems) && s.take("}")
}

// labels skims the labels of a block, up to its brace.
func (s *skimmer) labels(of *Block, outermost bool) bool {
	for s.here() != '{' {
		start, text := s.at, []byte(nil)
		if s.here() == '"' {
			text = s.plainText()
		} else {
			text = s.identifier()
		}
		if len(text) == 0 || !s.longer() {
			return false
		}
		if outermost {
			of.Labels = append(of.Labels, string(text))
			of.LabelRanges = append(of.LabelRanges, s.onLine(of.TypeRange.Start, start))
		}
		if !s.blank(endItems) {
			return false
		}
	}
	return true
}

// plainText takes a text in quotes that means what it says.
func (s *skimmer) plainText() []byte {
	from := s.at + 1
	for s.at++; s.here() != '"'; s.at++ {
		if c := s.here(); c < ' ' || c > '~' || c == '\\' || c == '$' || c == '%' {
			return nil
		}
	}
	s.at++
	return s.src[from : s.at-1]
}

// place tells where a block begins. Nothing but spaces may stand before it, so that
// columns are bytes.
func (s *skimmer) place(b *Block, start int) bool {
	s.line += bytes.Count(s.src[s.counted:start], []byte{'\n'})
	s.counted = start
	lineStart := bytes.LastIndexByte(s.src[:start], '\n') + 1
	if len(bytes.Trim(s.src[lineStart:start], " \t")) > 0 {
		return false
	}
	at := hcl.Pos{Line: s.line, Column: start - lineStart + 1, Byte: start}
	b.TypeRange = hcl.Range{Filename: s.filename, Start: at, End: move(at, len(b.Type))}
	return true
}

// onLine is the range from a byte to where the skimmer is, on the line of another
// place.
func (s *skimmer) onLine(line hcl.Pos, from int) hcl.Range {
	return hcl.Range{Filename: s.filename, Start: move(line, from-line.Byte), End: move(line, s.at-line.Byte)}
}

func move(p hcl.Pos, n int) hcl.Pos {
	return hcl.Pos{Line: p.Line, Column: p.Column + n, Byte: p.Byte + n}
}
