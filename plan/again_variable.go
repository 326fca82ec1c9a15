package plan

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source"
)

// editedVariable is the value of a root variable that an edit of its default, or of
// what a file of variables gives it, changes. edited is false for any other: what the
// command line gives comes before both. given is false where the default counts.
func (b *builder) editedVariable(name string) (v cty.Value, given, edited bool) {
	if !b.remaking() || b.original() {
		return v, false, false
	}
	if b.given == nil {
		b.given, _ = b.options.Source.Variables(source.Inputs{}) // an edit of that kind parses, or is refused
	}
	was, wasGiven := b.options.Again.given[name]
	now, given := b.given[name]
	if wasGiven == given && (!given && b.sameDefault(name) || given && sameValue(was, now)) {
		return v, false, false
	}
	planned, known := b.plan.Variables[name]
	if known && planned.Sensitive {
		return v, false, false
	}
	if !wasGiven {
		was, _ = b.options.Again.tree.Default(name)
	}
	if known && was != cty.NilVal {
		l := converter{symbols: b.symbols, address: "var." + name}
		if otherwise(b.symbols, l.value(planned.Value, nil, nil, ""), was) {
			return v, false, false
		}
	}
	return now, given, true
}

func (b *builder) sameDefault(name string) bool {
	x, ok := b.options.Source.Default(name)
	y, ok2 := b.options.Again.tree.Default(name)
	return ok == ok2 && sameValue(x, y)
}
