package locate

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// piece is the place of a text that is put together of pieces: of the one alone in
// which it differs from what would be right, if it is one.
func (w *walker) piece(x hclsyntax.Expression, e *env, pieces func() []leaf) hcl.Range {
	whole, ok := text(w.value(x, e))
	if !ok || w.instead == "" {
		return w.stop(x.Range(), nil)
	}
	from, to := difference(whole, w.instead)
	var found, equal []leaf
	for _, l := range pieces() {
		placed := l.start < 0 || l.start <= from && to <= l.end()
		if from == to || !placed || !strings.Contains(l.text, whole[from:to]) {
			continue
		}
		found = append(found, l)
		if l.text == whole[from:to] {
			equal = append(equal, l)
		}
	}
	switch {
	case len(equal) == 1:
		return w.stop(equal[0].rng, nil)
	case len(found) == 1:
		return w.stop(found[0].rng, nil)
	}
	return w.stop(x.Range(), nil)
}

// isAll reports whether a path leads to all of a text: that is the one entry where
// no list is written.
func (w *walker) isAll(x hclsyntax.Expression, e *env, path []Step) bool {
	if len(path) == 1 && path[0].Name == "" && path[0].Index <= 0 {
		_, isText := text(w.value(x, e))
		return isText
	}
	return len(path) == 0
}

// difference is the part of a text that stands between what two have in common at
// their ends.
func difference(a, b string) (from, to int) {
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	for to < min(len(a), len(b))-from && a[len(a)-1-to] == b[len(b)-1-to] {
		to++
	}
	return from, len(a) - to
}

// inserted are the arguments of a function that puts texts together, in an order
// that is not known here.
func (w *walker) inserted(n *hclsyntax.FunctionCallExpr, e *env) []leaf {
	var out []leaf
	for _, x := range n.Args {
		list, isList := x.(*hclsyntax.TupleConsExpr)
		if !isList {
			list = &hclsyntax.TupleConsExpr{Exprs: []hclsyntax.Expression{x}}
		}
		for _, x := range list.Exprs {
			if s, ok := text(w.value(x, e)); ok {
				out = append(out, leaf{text: s, start: -1, rng: x.Range()})
			}
		}
	}
	return out
}
