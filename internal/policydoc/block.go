package policydoc

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/symbol"
)

// principals reads principals or not_principals blocks. The type "*" with the
// identifier "*" alone is written "*", which is not what AWS makes of "AWS":
// "*" everywhere.
func (r *documentReader) principals(v cty.Value, at string) any {
	items, known := blocksOf(v, at)
	if !known {
		return r.opaque(at)
	}
	byType := map[string]any{}
	for _, item := range items {
		typ, ok := r.word(documentArgument(item, "type"), at+".type")
		ids, known := r.strings(item, at+".identifiers", r.variables)
		if !ok || symbol.Unknown(typ) {
			return r.opaque(at)
		}
		if len(items) == 1 && typ == "*" && len(ids) == 1 && r.reveal(ids[0]) == "*" {
			return "*"
		}
		if !known {
			ids = []string{r.opaque(at + ".identifiers")}
		}
		byType[typ] = joinPrincipals(byType[typ], ids)
	}
	if len(byType) == 0 {
		return nil
	}
	return byType
}

// joinPrincipals adds the identifiers of one block to those of the same type:
// one stays a string, more are a list.
func joinPrincipals(old any, ids []string) any {
	switch old := old.(type) {
	case string:
		return append([]string{old}, reverseOrder(ids)...)
	case []string:
		return append(old, reverseOrder(ids)...)
	}
	if len(ids) == 1 {
		return ids[0]
	}
	return append([]string{}, reverseOrder(ids)...)
}

// conditions reads condition blocks: those with one test and variable are
// written together, the values in the order given.
func (r *documentReader) conditions(v cty.Value, at string) any {
	items, known := blocksOf(v, at)
	if !known {
		return r.opaque(at)
	}
	set := conditionSet{}
	for _, item := range items {
		test, ok := r.word(documentArgument(item, "test"), at+".test")
		variable, ok2 := r.word(documentArgument(item, "variable"), at+".variable")
		if !ok || !ok2 || symbol.Unknown(test) || symbol.Unknown(variable) {
			return r.opaque(at)
		}
		values, known := r.strings(item, at+".values", r.variables)
		if !known {
			values = []string{r.opaque(at + ".values")}
		}
		set.add(test, variable, values)
	}
	return set.value()
}

// conditionSet holds values by test and variable.
type conditionSet map[string]map[string][]string

func (c conditionSet) add(test, variable string, values []string) {
	if c[test] == nil {
		c[test] = map[string][]string{}
	}
	c[test][variable] = append(c[test][variable], values...)
}

// value returns the set as it is written, nil if it is empty: a single value
// as a string.
func (c conditionSet) value() any {
	if len(c) == 0 {
		return nil
	}
	out := map[string]map[string]any{}
	for test, variables := range c {
		out[test] = map[string]any{}
		for variable, values := range variables {
			out[test][variable] = oneOrList(values)
		}
	}
	return out
}

func oneOrList(values []string) any {
	if len(values) == 1 {
		return values[0]
	}
	return append([]string{}, values...)
}

// blocksOf returns the blocks of the type that at ends with. One that is not
// known hides which elements there are, so none is then.
func blocksOf(v cty.Value, at string) (items []cty.Value, known bool) {
	items, known = documentItems(documentArgument(v, lastName(at)))
	for _, item := range items {
		known = known && isDocumentObject(item)
	}
	return items, known
}
