package function

import (
	"errors"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/tri"
	"github.com/zclconf/go-cty/cty"
)

var errMap = errors.New("the argument is not a map or an object")

// mapped spreads a map or an object. known is false if it is not known.
func mapped(c *Context, v cty.Value) (items value.Items, known bool, err error) {
	if !v.IsKnown() {
		return items, false, nil
	}
	if v.IsNull() || !value.Keyed(v) {
		return items, true, errMap
	}
	return value.Spread(c.Symbols, v), true, nil
}

// plainKeys reports whether certainly no two keys are the same.
func plainKeys(c *Context, keys []cty.Value) bool {
	texts := make([]string, len(keys))
	for i, k := range keys {
		texts[i], _ = value.Text(k)
	}
	return value.DistinctKeys(c.Symbols, texts)
}

func keys(c *Context, args []cty.Value) (cty.Value, error) {
	return project(c, args, func(i value.Items) []cty.Value { return i.Keys })
}

func values(c *Context, args []cty.Value) (cty.Value, error) {
	return project(c, args, func(i value.Items) []cty.Value { return i.Elements })
}

func project(c *Context, args []cty.Value, pick func(value.Items) []cty.Value) (cty.Value, error) {
	if len(args) != 1 {
		return cty.DynamicVal, errCount
	}
	items, known, err := mapped(c, args[0])
	if err != nil || !known {
		return unknown(c), err
	}
	items.Uncounted = items.Uncounted || !plainKeys(c, items.Keys)
	if args[0].Type().IsMapType() {
		return items.Mark(value.List(pick(items))), nil
	}
	return items.Mark(cty.TupleVal(pick(items))), nil
}

func merge(c *Context, args []cty.Value) (cty.Value, error) {
	all := map[string]cty.Value{}
	typed := len(args) > 0
	var marks value.Items
	for _, arg := range args {
		if arg.IsKnown() && arg.IsNull() {
			typed = false
			continue
		}
		items, known, err := mapped(c, arg)
		if err != nil || !known {
			return unknown(c), err
		}
		for i, k := range items.Keys {
			all[k.AsString()] = items.Elements[i]
		}
		typed = typed && arg.Type().IsMapType()
		marks.Uncounted = marks.Uncounted || items.Uncounted
	}
	v, err := object(c, all, typed)
	return marks.Mark(v), err
}

// object makes a map or an object, unknown if two of its keys may be the same:
// which of their values stays is then open.
func object(c *Context, all map[string]cty.Value, typed bool) (cty.Value, error) {
	keys := make([]string, 0, len(all))
	for k := range all {
		keys = append(keys, k)
	}
	switch {
	case !value.DistinctKeys(c.Symbols, keys):
		return unknown(c), nil
	case typed && len(all) > 0 && cty.CanMapVal(all):
		return cty.MapVal(all), nil
	}
	return cty.ObjectVal(all), nil
}

func lookup(c *Context, args []cty.Value) (cty.Value, error) {
	if len(args) < 2 || len(args) > 3 {
		return cty.DynamicVal, errCount
	}
	items, known, err := mapped(c, args[0])
	if err != nil || !known || !args[1].IsKnown() {
		return unknown(c), err
	}
	key, err := value.Convert(c.Symbols, args[1], cty.String)
	if err != nil || key.IsNull() {
		return cty.DynamicVal, errors.New("the key of lookup() is not a string")
	}
	found, truth := Find(c, items, key)
	switch {
	case truth == tri.Yes:
		return found, nil
	case truth == tri.Unknown:
		return unknown(c), nil
	case len(args) == 2:
		return cty.DynamicVal, errors.New("lookup() did not find the key")
	}
	return lookupDefault(c, args)
}

// lookupDefault converts the default to the type of the map's elements.
func lookupDefault(c *Context, args []cty.Value) (cty.Value, error) {
	if args[0].Type().IsMapType() {
		return value.Convert(c.Symbols, args[2], args[0].Type().ElementType())
	}
	return args[2], nil
}

// Find looks for a key in the items of a map. The answer is Unknown if the key,
// or a key of the map, may turn out to be the one.
func Find(c *Context, items value.Items, key cty.Value) (cty.Value, tri.Truth) {
	found := tri.No
	for i, k := range items.Keys {
		switch value.Same(c.Symbols, k, key) {
		case tri.Yes:
			return items.Elements[i], tri.Yes
		case tri.Unknown:
			found = tri.Unknown
		}
	}
	if items.Uncounted && found == tri.No {
		found = tri.Unknown
	}
	return cty.DynamicVal, found
}

func zipMap(c *Context, args []cty.Value) (cty.Value, error) {
	if len(args) != 2 {
		return cty.DynamicVal, errCount
	}
	names, err := value.Convert(c.Symbols, args[0], cty.List(cty.String))
	if err != nil {
		names = args[0]
	}
	keys, kok, err1 := positioned(c, names)
	values, vok, err2 := positioned(c, args[1])
	if err := errors.Join(err1, err2); err != nil || !kok || !vok {
		return unknown(c), err
	}
	if len(keys.Elements) != len(values.Elements) {
		return cty.DynamicVal, errors.New("zipmap() takes as many keys as values")
	}
	all := map[string]cty.Value{}
	for i, k := range keys.Elements {
		if !k.IsKnown() || k.IsMarked() {
			return unknown(c), nil
		}
		s, ok := value.Text(k)
		if !ok {
			return cty.DynamicVal, errors.New("the keys of zipmap() are not strings")
		}
		all[s] = values.Elements[i]
	}
	return object(c, all, args[1].Type().IsListType())
}

// transpose is for maps of lists of strings, which it first makes of its
// argument.
func transpose(c *Context, args []cty.Value) (cty.Value, error) {
	if len(args) != 1 {
		return cty.DynamicVal, errCount
	}
	if value.Inspect(args[0]) != 0 {
		return unknown(c), nil
	}
	v, err := value.Convert(c.Symbols, args[0], cty.Map(cty.List(cty.String)))
	switch {
	case err != nil:
		return cty.DynamicVal, err
	case v.IsNull():
		return cty.DynamicVal, errMap
	}
	groups := map[string][]cty.Value{}
	for it := v.ElementIterator(); it.Next(); {
		key, list := it.Element()
		if list.IsNull() {
			return cty.DynamicVal, errList
		}
		for _, e := range list.AsValueSlice() {
			if e.IsNull() {
				return cty.DynamicVal, errors.New("transpose() met null")
			}
			groups[e.AsString()] = append(groups[e.AsString()], key)
		}
	}
	if len(groups) == 0 {
		return cty.MapValEmpty(cty.List(cty.String)), nil
	}
	all := map[string]cty.Value{}
	for k, list := range groups {
		all[k] = cty.ListVal(list)
	}
	return cty.MapVal(all), nil
}
