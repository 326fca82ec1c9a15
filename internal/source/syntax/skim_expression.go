package syntax

// expression skims operands with operators between them.
func (s *skimmer) expression(ends lineEnds) bool {
	for {
		if !s.operand(ends) || !s.blank(ends) {
			return false
		}
		switch {
		case s.here() == '?':
			s.at++
			return s.longer() && s.expression(ends) && s.colon(ends) && s.expression(ends)
		case !s.operator():
			return true
		case !s.longer():
			return false
		}
	}
}

// operators between two operands; of two that begin alike the longer comes first.
var operators = []string{"==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%"}

func (s *skimmer) operator() bool {
	switch s.here() {
	case '=', '!', '<', '>', '&', '|', '+', '-', '*', '/', '%':
		for _, op := range operators {
			if s.take(op) {
				return true
			}
		}
	}
	return false
}

// colon skims a colon that is not one of the two that stand in a function's name.
func (s *skimmer) colon(ends lineEnds) bool {
	return s.blank(ends) && s.here() == ':' && s.ahead(1) != ':' && s.take(":")
}

// operand skims an operand and the steps into it.
func (s *skimmer) operand(ends lineEnds) bool {
	if !s.blank(ends) {
		return false
	}
	from := s.at
	if c := s.here(); c == '-' || c == '!' && s.ahead(1) != '=' {
		s.at++
		return s.longer() && s.operand(ends)
	}
	return s.term(ends) && s.steps(from, ends)
}

// term skims an operand without the steps into it.
func (s *skimmer) term(ends lineEnds) bool {
	switch c := s.here(); {
	case c == '"':
		s.at++
		return s.within(s.quoted)
	case c == '<':
		return s.longer() && s.within(s.heredoc)
	case c == '(' || c == '[' || c == '{':
		return s.longer() && s.within(s.bracket)
	case digit(c):
		return s.number()
	}
	return len(s.identifier()) > 0 && s.call(ends)
}

// bracket skims what a bracket holds that begins an operand.
func (s *skimmer) bracket() bool {
	open := s.here()
	s.at++
	if open == '(' {
		return s.expression(ignored) && s.blank(ignored) && s.take(")")
	}
	if !s.blank(ignored) {
		return false
	}
	isLoop := s.keyword("for")
	switch {
	case open == '[' && isLoop:
		return s.loop() && s.take("]")
	case open == '[':
		return s.list("]")
	case isLoop:
		return s.loopOfKeys() && s.take("}")
	}
	return s.object()
}

// call skims the arguments of a function, if what came before is the name of one.
func (s *skimmer) call(ends lineEnds) bool {
	if !s.blank(ends) || s.here() == ':' && s.ahead(1) == ':' {
		return false
	}
	if s.here() != '(' {
		return true
	}
	s.at++
	return s.longer() && s.within(func() bool { return s.list(")") })
}

// list skims expressions with commas between them, up to a bracket. The last
// argument of a function may be spread.
func (s *skimmer) list(end string) bool {
	for {
		if !s.blank(ignored) {
			return false
		}
		if s.take(end) {
			return true
		}
		if !s.expression(ignored) || !s.blank(ignored) {
			return false
		}
		switch {
		case s.take(end):
			return true
		case end == ")" && s.take("..."):
			return s.blank(ignored) && s.take(end)
		case !s.take(","):
			return false
		}
		s.chain = 0
	}
}

// object skims keys and values, up to a brace.
func (s *skimmer) object() bool {
	for {
		if !s.blank(ignored) {
			return false
		}
		if s.take("}") {
			return true
		}
		s.chain = 0
		if !s.expression(endItems) || !s.blank(endItems) || !s.keyed() || !s.blank(endItems) {
			return false
		}
		if c := s.here(); c != '}' && c != '\n' && !s.take(",") {
			return false
		}
	}
}

// keyed skims the value behind a key.
func (s *skimmer) keyed() bool {
	if s.here() == '=' {
		return s.value(endItems)
	}
	return s.colon(endItems) && s.expression(endItems)
}

// loop skims a for expression behind its first word, up to the bracket.
func (s *skimmer) loop() bool {
	return s.loopHead() && s.expression(ignored) && s.loopCondition()
}

// loopOfKeys skims one that makes an object.
func (s *skimmer) loopOfKeys() bool {
	if !s.loopHead() || !s.expression(ignored) || !s.blank(ignored) || !s.take("=>") ||
		!s.expression(ignored) || !s.blank(ignored) {
		return false
	}
	s.take("...")
	return s.loopCondition()
}

// loopHead skims the names of a loop and what it goes through.
func (s *skimmer) loopHead() bool {
	if !s.blank(ignored) || len(s.identifier()) == 0 || !s.blank(ignored) {
		return false
	}
	if s.take(",") && (!s.blank(ignored) || len(s.identifier()) == 0) {
		return false
	}
	return s.blank(ignored) && s.keyword("in") && s.expression(ignored) && s.colon(ignored)
}

func (s *skimmer) loopCondition() bool {
	return s.blank(ignored) && (!s.keyword("if") || s.expression(ignored)) && s.blank(ignored)
}

// steps skims what leads into the operand that begins at a byte: names, indexes and
// splats.
func (s *skimmer) steps(from int, ends lineEnds) bool {
	names, to := false, from // a splat that takes names only, and the end of the last step
	for {
		if !s.blank(ends) {
			return false
		}
		switch c := s.here(); {
		case c == '.' && s.ahead(1) == '.' && s.ahead(2) != '.':
			return false
		case c == '.' && s.ahead(1) != '.':
			splat, ok := s.step(ends)
			if !ok || splat && names {
				return false
			}
			names = names || splat
		case c == '[':
			s.at++
			names = false
			if !s.longer() || !s.within(func() bool { return s.index(ends) }) {
				return false
			}
		default:
			if s.mention != nil && to > from {
				s.mention(s.src[from:to])
			}
			return true
		}
		to = s.at
	}
}

// step skims a dot and what stands behind it.
func (s *skimmer) step(ends lineEnds) (splat, ok bool) {
	s.at++
	switch {
	case !s.blank(ends):
		return false, false
	case s.here() == '*':
		s.at++
		return true, s.longer()
	case digit(s.here()):
		return false, s.digits() && !(s.here() == '.' && s.fractional(1))
	}
	return false, len(s.identifier()) > 0
}

// index skims an index behind its bracket.
func (s *skimmer) index(ends lineEnds) bool {
	if !s.blank(ends) {
		return false
	}
	if s.here() == '*' {
		s.at++
		return s.blank(ends) && s.take("]")
	}
	return s.expression(ignored) && s.blank(ignored) && s.take("]")
}

// number skims a number, without an exponent.
func (s *skimmer) number() bool {
	if !s.digits() {
		return false
	}
	if s.here() != '.' {
		return true
	}
	s.at++
	return digit(s.here()) && s.digits() && s.here() != '.'
}

func (s *skimmer) digits() bool {
	from := s.at
	for digit(s.here()) {
		s.at++
	}
	return s.at-from <= maxSkimDigits && !letter(s.here())
}

// fractional reports whether what stands n bytes further on could go on with a
// number.
func (s *skimmer) fractional(n int) bool {
	c, next := s.ahead(n), s.ahead(n+1)
	return digit(c) || c == '.' || (c == 'e' || c == 'E') && (digit(next) || next == '+' || next == '-')
}
