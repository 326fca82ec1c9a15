package cure

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
)

// set writes a term in place of what is there.
func (p clause) set(t policyedit.Term) ([]hcledit.Edit, bool) {
	if p.node == nil {
		return nil, false
	}
	text, more, ok := p.term(t)
	if p.fixed && t.Refers() || p.inHole() && (len(t) != 1 || !t[0].Ref) {
		return nil, false
	}
	return append([]hcledit.Edit{p.Put(p.node, text)}, more...), ok
}

// include writes more values beside those that are there: in their list, or in one
// that is made of the single one.
func (p clause) include(terms ...policyedit.Term) (edits []hcledit.Edit, ok bool) {
	var texts []string
	for _, t := range terms {
		text, more, ok := p.term(t)
		if !ok || t.Many() || p.fixed && t.Refers() {
			return nil, false
		}
		texts, edits = append(texts, text), append(edits, more...)
	}
	written, ok := p.includeText(texts...)
	return append(edits, written...), ok
}

// includeText writes more values beside those that are there.
func (p clause) includeText(texts ...string) (edits []hcledit.Edit, ok bool) {
	if p.node == nil || p.node.Form == policyedit.Object || p.node.Odd || p.inHole() || p.turned {
		return nil, false
	}
	switch {
	case p.node.Form == policyedit.List:
		return p.Add(p.node, texts...), true
	case p.makesList():
		return p.join(texts...), true
	}
	own := p.plainText(string(p.Src[p.node.Start:p.node.End]))
	return []hcledit.Edit{p.Put(p.node, p.listOf(own, texts))}, true
}

// listOf is a list of the value that is there and more.
func (p clause) listOf(own string, more []string) string {
	all := append([]string{own}, more...)
	text := "[" + strings.Join(all, ", ") + "]"
	if !p.TooLong(p.node, text[len(own):]) {
		return text
	}
	indent := "\n" + p.IndentOf(p.node.Start)
	end := indent + "]"
	if p.Tongue == policyedit.Native {
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
func (p clause) join(texts ...string) []hcledit.Edit {
	if call, ok := p.expr.(*hclsyntax.FunctionCallExpr); ok && call.Name == "concat" && !call.ExpandFinal {
		for _, arg := range slices.Backward(call.Args) {
			if _, isList := arg.(*hclsyntax.TupleConsExpr); isList {
				return p.Add(policyedit.NodeOf(arg), texts...)
			}
		}
		last := call.Args[len(call.Args)-1].Range().End.Byte
		return []hcledit.Edit{p.Change(last, last, p.Write(", ["+p.Under(last, strings.Join(texts, ", "))+"]"))}
	}
	own := string(p.Src[p.node.Start:p.node.End])
	all := "[" + p.Under(p.node.End, strings.Join(texts, ", ")) + "]"
	if !p.TooLong(p.node, "concat(, )"+all) {
		return []hcledit.Edit{
			p.Change(p.node.Start, p.node.Start, "concat("), p.Change(p.node.End, p.node.End, p.Write(", "+all+")")),
		}
	}
	line := "\n" + p.IndentOf(p.node.Start)
	return []hcledit.Edit{p.Put(p.node, "concat("+line+"  "+own+","+line+"  "+all+","+line+")")}
}
