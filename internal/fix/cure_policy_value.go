package fix

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// set writes a term in place of what is there.
func (p clause) set(t term) ([]Edit, bool) {
	if p.node == nil {
		return nil, false
	}
	text, more, ok := p.term(t)
	if p.fixed && t.refers() || p.inHole() && (len(t) != 1 || !t[0].ref) {
		return nil, false
	}
	return append([]Edit{p.put(p.node, text)}, more...), ok
}

// include writes more values beside those that are there: in their list, or in one
// that is made of the single one.
func (p clause) include(terms ...term) (edits []Edit, ok bool) {
	var texts []string
	for _, t := range terms {
		text, more, ok := p.term(t)
		if !ok || t.many() || p.fixed && t.refers() {
			return nil, false
		}
		texts, edits = append(texts, text), append(edits, more...)
	}
	written, ok := p.includeText(texts...)
	return append(edits, written...), ok
}

// includeText writes more values beside those that are there.
func (p clause) includeText(texts ...string) (edits []Edit, ok bool) {
	if p.node == nil || p.node.form == object || p.node.odd || p.inHole() || p.turned {
		return nil, false
	}
	switch {
	case p.node.form == list:
		return p.add(p.node, texts...), true
	case p.makesList():
		return p.join(texts...), true
	}
	own := p.plainText(string(p.src[p.node.start:p.node.end]))
	return []Edit{p.put(p.node, p.listOf(own, texts))}, true
}

// listOf is a list of the value that is there and more.
func (p clause) listOf(own string, more []string) string {
	all := append([]string{own}, more...)
	text := "[" + strings.Join(all, ", ") + "]"
	if !p.tooLong(p.node, text[len(own):]) {
		return text
	}
	indent := "\n" + p.indentOf(p.node.start)
	end := indent + "]"
	if p.tongue == native {
		end = "," + end
	}
	return "[" + indent + "  " + strings.Join(all, ","+indent+"  ") + end
}

// makesList reports whether an expression is one that makes a list, as far as its form
// tells.
func (p clause) makesList() bool {
	switch x := p.expr.(type) {
	case *hclsyntax.ForExpr, *hclsyntax.SplatExpr:
		return true
	case *hclsyntax.FunctionCallExpr:
		return listMakers[x.Name]
	}
	return false
}

// listMakers are functions that return lists.
var listMakers = map[string]bool{
	"concat": true, "formatlist": true, "flatten": true, "compact": true, "distinct": true, "values": true,
	"tolist": true, "toset": true, "setunion": true, "sort": true, "split": true, "keys": true,
}

// join adds elements to what an expression makes: to the last list of a concat(), or by
// one.
func (p clause) join(texts ...string) []Edit {
	if call, ok := p.expr.(*hclsyntax.FunctionCallExpr); ok && call.Name == "concat" && !call.ExpandFinal {
		for _, arg := range slices.Backward(call.Args) {
			if _, isList := arg.(*hclsyntax.TupleConsExpr); isList {
				return p.add(nodeOf(arg), texts...)
			}
		}
		last := call.Args[len(call.Args)-1].Range().End.Byte
		return []Edit{p.change(last, last, p.write(", ["+p.under(last, strings.Join(texts, ", "))+"]"))}
	}
	own := string(p.src[p.node.start:p.node.end])
	all := "[" + p.under(p.node.end, strings.Join(texts, ", ")) + "]"
	if !p.tooLong(p.node, "concat(, )"+all) {
		return []Edit{
			p.change(p.node.start, p.node.start, "concat("), p.change(p.node.end, p.node.end, p.write(", "+all+")")),
		}
	}
	line := "\n" + p.indentOf(p.node.start)
	return []Edit{p.put(p.node, "concat("+line+"  "+own+","+line+"  "+all+","+line+")")}
}
