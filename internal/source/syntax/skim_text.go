package syntax

import "bytes"

// quoted skims a text behind its quote.
func (s *skimmer) quoted() bool {
	for {
		switch c := s.here(); c {
		case '"':
			s.at++
			return true
		case '\\':
			if !bytes.ContainsRune([]byte(`nrt"\`), rune(s.ahead(1))) {
				return false
			}
			s.at += 2
		case '$', '%':
			if _, ok := s.sequence(); !ok {
				return false
			}
		case '\n', '\r', 0:
			return false
		default:
			s.at++
		}
	}
}

// sequence skims what begins with a dollar or percent sign in a text. Directives are
// not skimmed.
func (s *skimmer) sequence() (interpolates, ok bool) {
	sign := s.here()
	switch {
	case s.ahead(1) == '{' && sign == '%':
		return false, false
	case s.ahead(1) == '{':
		s.at += 2
		return true, s.within(s.interpolation)
	case s.ahead(1) == sign && s.ahead(2) == '{':
		s.at += 3 // the sign itself is meant
	default:
		s.at++
	}
	return false, true
}

// interpolation skims an expression in a text, behind its brace.
func (s *skimmer) interpolation() bool {
	s.take("~")
	return s.expression(ignored) && s.blank(ignored) && (s.take("}") || s.take("~}"))
}

// heredoc skims a block of text, up to the end of the line that ends it.
func (s *skimmer) heredoc() bool {
	if !s.take("<<") {
		return false
	}
	s.take("-")
	marker := s.identifier()
	s.take("\r")
	if len(marker) == 0 || !s.take("\n") {
		return false
	}
	from, pieces := s.at, 0
	for {
		length := bytes.IndexByte(s.src[s.at:], '\n')
		if length < 0 {
			return false
		}
		line := bytes.TrimSuffix(s.src[s.at:s.at+length], []byte{'\r'})
		if bytes.Equal(bytes.TrimSpace(line), marker) {
			s.joining += pieces * (s.at - from)
			s.at += len(line)
			return bytes.IndexByte(line, '\r') < 0
		}
		n, ok := s.textLine()
		if !ok {
			return false
		}
		pieces += n
	}
}

// textLine skims a line of such a text, with the lines of expressions that begin in
// it, and tells how many tokens it makes at most.
func (s *skimmer) textLine() (pieces int, ok bool) {
	for pieces = 1; ; {
		switch c := s.here(); {
		case c == '\n':
			s.at++
			return pieces, true
		case c == '$' || c == '%':
			if _, ok := s.sequence(); !ok {
				return 0, false
			}
			pieces += 2
		case c == 0 || c == '\r' && s.ahead(1) != '\n':
			return 0, false
		default:
			s.at++
		}
	}
}
