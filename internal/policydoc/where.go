package policydoc

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/locate"
	"github.com/plan403/plan403/internal/symbol"
)

// documentArguments are the arguments of a statement block, by the element that
// each writes.
var documentArguments = map[string]string{
	"Sid": "sid", "Effect": "effect",
	"Action": "actions", "NotAction": "not_actions",
	"Resource": "resources", "NotResource": "not_resources",
}

// documentBlocks are the blocks in a statement block, by the element that they
// write.
var documentBlocks = map[string]string{
	"Principal": "principals", "NotPrincipal": "not_principals", "Condition": "condition",
}

// Path translates a path into the JSON of data.aws_iam_policy_document
// into one into its block, whose arguments v holds.
func Path(v cty.Value, symbols *symbol.Table, path []locate.Step) []locate.Step {
	if len(path) < 2 || path[0].Name != "Statement" {
		return nil // the list of statements
	}
	r := &documentReader{reveal: symbols.Reveal, opaque: func(what string) string {
		s, _ := symbols.New(symbol.Opaque, "in place of "+what, symbol.Origin{Attribute: what})
		return s
	}}
	merged, err := r.compose(v)
	at := path[1].Index
	if err != nil || at < 0 || at >= len(merged.statements) {
		return nil
	}
	from := merged.statements[at].from
	if from.source == "" {
		own := []locate.Step{locate.Name("statement"), locate.Item(from.index)}
		return append(own, statementPath(path[2:])...)
	}
	inner := append(locate.Steps(from.source), locate.Name("Statement"), locate.Item(from.index))
	return append(inner, path[2:]...)
}

// statementPath translates a path into a statement into one into its block.
func statementPath(path []locate.Step) []locate.Step {
	if len(path) == 0 {
		return nil
	}
	element, rest := path[0].Name, path[1:]
	if name, ok := documentArguments[element]; ok {
		return append([]locate.Step{locate.Name(name)}, rest...)
	}
	name, ok := documentBlocks[element]
	if !ok {
		return nil
	}
	out := []locate.Step{locate.Name(name)}
	switch {
	case element == "Condition" && len(rest) == 1:
		out = append(out, like("test", rest[0].Name))
	case element == "Condition" && len(rest) >= 2:
		out = append(out, like("test", rest[0].Name, "variable", rest[1].Name), locate.Name("values"))
		out = append(out, rest[2:]...)
	case element != "Condition" && len(rest) >= 1:
		out = append(out, like("type", rest[0].Name))
		if rest = rest[1:]; len(rest) > 0 {
			out = append(append(out, locate.Name("identifiers")), rest...)
		}
	}
	return out
}

// like is the step to the block with the given arguments.
func like(pairs ...string) locate.Step {
	attrs := map[string]cty.Value{}
	for i := 0; i+1 < len(pairs); i += 2 {
		attrs[pairs[i]] = cty.StringVal(pairs[i+1])
	}
	return locate.Entry(cty.ObjectVal(attrs))
}
