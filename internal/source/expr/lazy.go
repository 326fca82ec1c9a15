package expr

import (
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Lazy is Body for a body that is parsed when it is first asked for.
func Lazy(parse func() *hclsyntax.Body) hcl.Body { return body{lazy(sync.OnceValue(parse))} }

// lazy is a body that may be parsed already.
type lazy func() *hclsyntax.Body

func (l lazy) Content(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Diagnostics) {
	return l().Content(schema)
}

func (l lazy) PartialContent(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Body, hcl.Diagnostics) {
	return l().PartialContent(schema)
}

func (l lazy) JustAttributes() (hcl.Attributes, hcl.Diagnostics) { return l().JustAttributes() }

func (l lazy) MissingItemRange() hcl.Range { return l().MissingItemRange() }
