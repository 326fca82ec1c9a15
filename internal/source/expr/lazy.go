package expr

import (
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/source/syntax"
)

// Lazy is the wrapped body of a block that is parsed when the body is first asked for
// anything.
func Lazy(b *syntax.Block) hcl.Body {
	return body{&lazy{b, sync.OnceValue(func() *hclsyntax.Body { return b.Parse().Body })}}
}

type lazy struct {
	block *syntax.Block
	body  func() *hclsyntax.Body
}

func (l *lazy) Content(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Diagnostics) {
	return l.body().Content(schema)
}

func (l *lazy) PartialContent(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Body, hcl.Diagnostics) {
	return l.body().PartialContent(schema)
}

func (l *lazy) JustAttributes() (hcl.Attributes, hcl.Diagnostics) { return l.body().JustAttributes() }

func (l *lazy) MissingItemRange() hcl.Range { return l.body().MissingItemRange() }

// VisitTaken calls f, as VisitBody does, with every traversal that takes something out
// of something. A body that is not parsed yet is not parsed for that: its traversals
// have no places, and those whose text was seen before are passed over.
func VisitTaken(b hcl.Body, seen map[string]bool, f func(hcl.Traversal)) {
	w, _ := b.(body)
	l, ok := w.inner.(*lazy)
	if !ok {
		VisitBody(b, f)
		return
	}
	l.block.Mentions(func(text []byte) {
		if seen[string(text)] {
			return
		}
		seen[string(text)] = true
		if x, err := syntax.Expression(text, "", hcl.InitialPos); err == nil {
			visit(x, f)
		}
	})
}
