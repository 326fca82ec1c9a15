// Package syntax parses HCL, and nothing else does.
//
// HCL's parser trusts its input: a text that is nested deep enough overflows
// the stack, which ends the program without an error, and some that are long
// enough take hours. Every text of this program may come from a stranger, so
// each way to parse one first counts what the parser would have to go through.
// A test holds the rest of the module to these functions.
package syntax

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
)

// Config parses a file in native syntax. A text that does not parse is an
// hcl.Diagnostics; any other error says that it is not parsed at all.
func Config(src []byte, filename string) (*hclsyntax.Body, error) {
	if err := checkConfig(src); err != nil {
		return nil, err
	}
	f, diags := hclsyntax.ParseConfig(src, filename, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diags
	}
	body, ok := f.Body.(*hclsyntax.Body)
	if !ok {
		return nil, errors.New("is not in HCL's native syntax")
	}
	return body, nil
}

// JSON parses a file in JSON syntax, with errors like Config's.
func JSON(src []byte, filename string) (hcl.Body, error) {
	if err := checkJSON(src); err != nil {
		return nil, err
	}
	f, diags := hcljson.Parse(src, filename)
	if diags.HasErrors() {
		return nil, diags
	}
	return f.Body, nil
}

// Template parses the text of a template that begins at start.
func Template(src []byte, filename string, start hcl.Pos) (hclsyntax.Expression, error) {
	if err := checkTemplate(src); err != nil {
		return nil, err
	}
	x, diags := hclsyntax.ParseTemplate(src, filename, start)
	if diags.HasErrors() {
		return nil, fmt.Errorf("the template does not parse: %s", diags[0].Summary)
	}
	return x, nil
}

// Expression parses an expression in native syntax that begins at start.
func Expression(src []byte, filename string, start hcl.Pos) (hclsyntax.Expression, error) {
	if err := checkConfig(src); err != nil {
		return nil, err
	}
	x, diags := hclsyntax.ParseExpression(src, filename, start)
	if diags.HasErrors() {
		return nil, diags
	}
	return x, nil
}

// maxTraversal bounds the text of a reference or an address.
const maxTraversal = 1 << 14

// Traversal parses a reference such as an address.
func Traversal(src string) (hcl.Traversal, error) {
	if len(src) > maxTraversal {
		return nil, fmt.Errorf("longer than %d bytes", maxTraversal)
	}
	if err := checkConfig([]byte(src)); err != nil {
		return nil, err
	}
	t, diags := hclsyntax.ParseTraversalAbs([]byte(src), "", hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diags
	}
	return t, nil
}

// Tokens are the tokens of a file in native syntax, comments included, nil if
// there would be too many of them.
func Tokens(src []byte, filename string) hclsyntax.Tokens {
	if crowded(src) {
		return nil
	}
	tokens, _ := hclsyntax.LexConfig(src, filename, hcl.InitialPos)
	return tokens
}
