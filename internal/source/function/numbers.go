package function

import (
	"errors"
	"time"

	"github.com/zclconf/go-cty/cty"
)

var sumFunc = simple(cty.Number, func(args []cty.Value) (cty.Value, error) {
	total := cty.Zero
	for it := args[0].ElementIterator(); it.Next(); {
		_, e := it.Element()
		if e.IsNull() {
			return cty.DynamicVal, errors.New("sum() met null")
		}
		total = total.Add(e)
	}
	if args[0].LengthInt() == 0 {
		return cty.DynamicVal, errEmpty
	}
	return total, nil
}, cty.List(cty.Number))

// rangeFits bounds the number of elements before any is made.
func rangeFits(args []cty.Value) bool {
	if len(args) == 0 || len(args) > 3 {
		return true // an error, which range() reports
	}
	start, step := cty.Zero, cty.NumberIntVal(1)
	limit := args[0]
	if len(args) > 1 {
		start, limit = args[0], args[1]
	}
	if len(args) > 2 {
		step = args[2]
	}
	for _, v := range []cty.Value{start, limit, step} {
		if v.IsNull() || v.RawEquals(cty.Zero) && v.RawEquals(step) {
			return true // an error, which range() reports
		}
	}
	count := limit.Subtract(start).Divide(step).Absolute()
	return count.LessThanOrEqualTo(cty.NumberIntVal(productLimit)).True()
}

var timeCmpFunc = simple(cty.Number, func(args []cty.Value) (cty.Value, error) {
	a, err1 := time.Parse(time.RFC3339, args[0].AsString())
	b, err2 := time.Parse(time.RFC3339, args[1].AsString())
	if err := errors.Join(err1, err2); err != nil {
		return cty.DynamicVal, errors.New("timecmp() takes RFC 3339 timestamps")
	}
	return cty.NumberIntVal(int64(a.Compare(b))), nil
}, cty.String, cty.String)
