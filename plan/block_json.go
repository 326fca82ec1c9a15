package plan

import (
	"encoding/json"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/tri"
)

// maxNested bounds how deep JSON in an argument is read.
const maxNested = 64

// Objects reads an argument whose text is a JSON list of objects, as if they were
// nested blocks: an object in an object is a block that may stand once. rename gives
// the names of blocks and arguments for those of the JSON. known is not true, with a
// cause, where the text is not known or is something else.
func (b Block) Objects(name string, rename func(string) string) (list []Block, known tri.Value) {
	if b.Has(name).IsFalse() {
		return nil, tri.True
	}
	text := b.Sealed(name)
	var objects []map[string]any
	if err := json.Unmarshal([]byte(text), &objects); err != nil {
		return nil, tri.Because(b.unknown(name, text))
	}
	for _, o := range objects {
		list = append(list, Block{value: blockOf(o, rename, 0), symbols: b.symbols, owner: b.owner, path: b.At(name)})
	}
	return list, tri.True
}

// blockOf is an object as a plan would write the block.
func blockOf(o map[string]any, rename func(string) string, depth int) cty.Value {
	attributes := map[string]cty.Value{}
	for key, x := range o {
		if v := fieldOf(x, rename, depth+1); v != cty.NilVal {
			attributes[rename(key)] = v
		}
	}
	return cty.ObjectVal(attributes)
}

func fieldOf(x any, rename func(string) string, depth int) cty.Value {
	if depth > maxNested {
		return cty.NilVal
	}
	switch x := x.(type) {
	case string:
		return cty.StringVal(x)
	case bool:
		return cty.BoolVal(x)
	case float64:
		return cty.NumberFloatVal(x)
	case map[string]any:
		return cty.TupleVal([]cty.Value{blockOf(x, rename, depth)})
	case []any:
		var items []cty.Value
		for _, item := range x {
			if o, ok := item.(map[string]any); ok {
				items = append(items, blockOf(o, rename, depth))
			} else if v := fieldOf(item, rename, depth+1); v != cty.NilVal {
				items = append(items, v)
			}
		}
		return cty.TupleVal(items)
	}
	return cty.NilVal
}
