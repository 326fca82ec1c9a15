package policy

import (
	"fmt"
	"strings"
	"unicode"
)

// MalformedPolicy is the error code with which S3 refuses a policy that breaks
// the grammar (HTTP 400). (Amazon S3 API Reference, "Error responses".)
const MalformedPolicy = "MalformedPolicy"

// SyntaxError says where a policy breaks the grammar of the policy language, or
// what else is wrong with it, so that AWS refuses to store it.
type SyntaxError struct {
	Path                 string // "Statement[1].Effect", "" for the document
	Offset, Line, Column int
	Message              string
	Fix                  string // a sentence, "" if the message says it all
	Status               string // MalformedPolicy
}

// Error returns path, message and position in one line.
func (e *SyntaxError) Error() string {
	where := e.Path
	if where == "" {
		where = "policy"
	}
	return fmt.Sprintf("%s: %s (line %d, column %d)", where, e.Message, e.Line, e.Column)
}

// quote puts text between quotation marks on one line. It leaves symbols as
// they are, so that they can still be replaced by what they stand for.
func quote(s string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	return `"` + clean + `"`
}

// fail returns a syntax error at an offset of the text.
func (p *parser) fail(path string, offset int, format string, args ...any) *SyntaxError {
	line, column := p.lines.at(offset)
	if p.mask != "" {
		offset, line, column = 0, 1, 1 // tell nothing of a text that is a secret
	}
	return &SyntaxError{
		Path: path, Offset: offset, Line: line, Column: column,
		Message: fmt.Sprintf(format, args...), Status: MalformedPolicy,
	}
}

// spot is where an entry of a document stands.
type spot struct {
	path   string // "Statement[1].Action[0]"
	offset int
}

// lines finds line and column of offsets. It is cheap as long as they ascend.
type lines struct {
	text                 string
	offset, line, column int
}

func (l *lines) at(offset int) (line, column int) {
	if offset < l.offset || l.line == 0 {
		l.offset, l.line, l.column = 0, 1, 1
	}
	for _, r := range l.text[l.offset:offset] {
		l.column++
		if r == '\n' {
			l.line, l.column = l.line+1, 1
		}
	}
	l.offset = offset
	return l.line, l.column
}
