package docs_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

func parseHCL(t *testing.T, text string) *hclwrite.File {
	t.Helper()
	f, diags := hclwrite.ParseConfig([]byte(text), "main.tf", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%v in\n%s", diags, text)
	}
	return f
}

// overlay writes configurations one over the other, as a reader of a rule's page
// does with its own: a block that is there is changed, another one is added.
func overlay(t *testing.T, f *hclwrite.File, texts ...string) {
	t.Helper()
	for _, text := range texts {
		for _, b := range parseHCL(t, text).Body().Blocks() {
			if old := f.Body().FirstMatchingBlock(b.Type(), b.Labels()); old != nil {
				change(old.Body(), b.Body())
			} else {
				f.Body().AppendBlock(b)
			}
		}
	}
}

func change(body, by *hclwrite.Body) {
	for name, a := range by.Attributes() {
		body.SetAttributeRaw(name, a.Expr().BuildTokens(nil))
	}
	for _, typ := range blockTypes(by) {
		old, now := blocksOf(body, typ), blocksOf(by, typ)
		if len(old) == 1 && len(now) == 1 && !complete(now[0]) {
			change(old[0].Body(), now[0].Body())
			continue
		}
		for _, b := range old {
			body.RemoveBlock(b)
		}
		for _, b := range now {
			body.AppendBlock(b)
		}
	}
}

// complete reports whether a page writes all of a block, so that what is not
// there is not set: an origin with its name, and a choice of one block.
func complete(b *hclwrite.Block) bool {
	return b.Type() == "default_action" || b.Type() == "origin" && b.Body().GetAttribute("origin_id") != nil
}

func blockTypes(b *hclwrite.Body) []string {
	var out []string
	for _, x := range b.Blocks() {
		if !slices.Contains(out, x.Type()) {
			out = append(out, x.Type())
		}
	}
	return out
}

func blocksOf(b *hclwrite.Body, typ string) []*hclwrite.Block {
	var out []*hclwrite.Block
	for _, x := range b.Blocks() {
		if x.Type() == typ {
			out = append(out, x)
		}
	}
	return out
}

// drop removes resources by their addresses, or one argument of a resource.
func drop(t *testing.T, f *hclwrite.File, addresses ...string) {
	t.Helper()
	for _, a := range addresses {
		path := strings.Split(a, ".")
		b := f.Body().FirstMatchingBlock("resource", path[:2])
		switch {
		case b == nil:
			t.Fatalf("no %s to drop", a)
		case len(path) == 3:
			b.Body().RemoveAttribute(path[2])
		default:
			f.Body().RemoveBlock(b)
		}
	}
}
