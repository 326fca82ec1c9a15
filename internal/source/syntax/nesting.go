package syntax

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Bounds of a source text. HCL's parser calls itself for each level and each
// operator of a chain; too many overflow the stack, which ends the program
// without an error.
const (
	maxNesting = 256     // brackets and templates inside each other
	maxChain   = 1024    // levels of the syntax tree in one expression
	maxMarks   = 1 << 20 // punctuation, which makes the tokens
)

var (
	errNested = fmt.Errorf("nested deeper than %d levels, or an expression of more than %d operators; split it "+
		"into locals", maxNesting, maxChain)
	errMarks = fmt.Errorf("more than %d brackets and operators; move data to a file of its own", maxMarks)
)

// checkConfig refuses native syntax that is nested too deep to be parsed, or that
// takes too long.
func checkConfig(src []byte) error {
	if crowded(src) {
		return errMarks
	}
	tokens, _ := hclsyntax.LexConfig(src, "", hcl.InitialPos)
	if joining(tokens) > maxJoining {
		return errJoining
	}
	return checkTokens(tokens)
}

// checkTemplate is checkConfig for the text of a template.
func checkTemplate(src []byte) error {
	if crowded(src) {
		return errMarks
	}
	tokens, _ := hclsyntax.LexTemplate(src, "", hcl.InitialPos)
	return checkTokens(tokens)
}

// checkJSON is checkConfig for JSON syntax.
func checkJSON(src []byte) error {
	if crowded(src) {
		return errMarks
	}
	d := jsontext.NewDecoder(bytes.NewReader(src), jsontext.AllowDuplicateNames(true))
	for {
		t, err := d.ReadToken()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("not JSON: %w", err)
		case d.StackDepth() > maxNesting:
			return errNested
		}
		if t.Kind() == '"' {
			if err := checkString(t.String()); err != nil {
				return err
			}
		}
	}
}

// checkString checks a string of the JSON syntax, which HCL parses as a
// template in some places and as an expression in others.
func checkString(s string) error {
	if len(s) <= maxNesting {
		return nil
	}
	if err := checkConfig([]byte(s)); err != nil {
		return err
	}
	return checkTemplate([]byte(s))
}

// crowded reports whether src has so much punctuation that its tokens would
// take a hundred times its size.
func crowded(src []byte) bool {
	n := 0
	for _, b := range src {
		switch {
		case b >= 'a' && b <= 'z',
			b >= 'A' && b <= 'Z',
			b >= '0' && b <= '9',
			b == ' ',
			b == '\n',
			b == '\t',
			b >= 0x80:
		default:
			n++
		}
	}
	return n > maxMarks
}

// level is one open bracket or template while tokens are read.
type level struct {
	lines   bool // a line end ends an expression
	sibling bool // a string or an interpolation: beside others, not around them
	chain   int  // operators in the expression being read
	inside  int  // deepest bracket of that expression
	deepest int  // of the expressions read so far
}

func (l *level) end() {
	l.deepest = max(l.deepest, l.chain+l.inside)
	l.chain, l.inside = 0, 0
}

func checkTokens(tokens hclsyntax.Tokens) error {
	stack := []level{{lines: true}}
	for _, t := range tokens {
		top := &stack[len(stack)-1]
		switch kind(t.Type) {
		case opens:
			top.chain++
			stack = append(stack, level{
				lines:   t.Type == hclsyntax.TokenOBrace,
				sibling: t.Type == hclsyntax.TokenOQuote || t.Type == hclsyntax.TokenTemplateInterp,
			})
		case closes:
			stack = shut(stack)
		case chains:
			top.chain++
		case separates:
			if top.lines || t.Type == hclsyntax.TokenComma {
				top.end()
			}
		}
		top = &stack[len(stack)-1]
		if len(stack) > maxNesting || top.chain+max(top.inside, top.deepest) > maxChain {
			return errNested
		}
	}
	return nil
}

// shut closes the innermost level.
func shut(stack []level) []level {
	top := stack[len(stack)-1]
	top.end()
	if len(stack) == 1 {
		return stack
	}
	stack = stack[:len(stack)-1]
	outer := &stack[len(stack)-1]
	outer.inside = max(outer.inside, top.deepest+1)
	if top.sibling {
		outer.chain--
	}
	return stack
}

type tokenKind uint8

const (
	other tokenKind = iota
	opens
	closes
	chains
	separates
)

func kind(t hclsyntax.TokenType) tokenKind {
	switch t {
	case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenOQuote,
		hclsyntax.TokenOHeredoc, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
		return opens
	case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenCQuote,
		hclsyntax.TokenCHeredoc, hclsyntax.TokenTemplateSeqEnd:
		return closes
	case hclsyntax.TokenBang, hclsyntax.TokenMinus, hclsyntax.TokenPlus, hclsyntax.TokenStar, hclsyntax.TokenSlash,
		hclsyntax.TokenPercent, hclsyntax.TokenQuestion, hclsyntax.TokenAnd, hclsyntax.TokenOr,
		hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq,
		hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq:
		return chains
	case hclsyntax.TokenComma, hclsyntax.TokenNewline, hclsyntax.TokenSemicolon:
		return separates
	}
	return other
}
