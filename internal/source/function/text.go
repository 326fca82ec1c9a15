package function

import (
	"errors"
	"path"
	"regexp"
	"strings"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

var (
	startsWithFunc  = test(strings.HasPrefix)
	endsWithFunc    = test(strings.HasSuffix)
	strContainsFunc = test(strings.Contains)
	baseNameFunc    = texts(path.Base)
	dirNameFunc     = texts(path.Dir)
)

func test(f func(a, b string) bool) function.Function {
	return simple(cty.Bool, func(args []cty.Value) (cty.Value, error) {
		return cty.BoolVal(f(args[0].AsString(), args[1].AsString())), nil
	}, cty.String, cty.String)
}

func texts(f func(string) string) function.Function {
	return simple(cty.String, func(args []cty.Value) (cty.Value, error) {
		return cty.StringVal(f(args[0].AsString())), nil
	}, cty.String)
}

// replaceFunc is Terraform's: a needle between slashes is a regular expression.
// https://developer.hashicorp.com/terraform/language/functions/replace
var replaceFunc = simple(cty.String, func(args []cty.Value) (cty.Value, error) {
	text, old, with := args[0].AsString(), args[1].AsString(), args[2].AsString()
	if !isPattern(old) {
		return cty.StringVal(strings.ReplaceAll(text, old, with)), nil
	}
	re, err := regexp.Compile(old[1 : len(old)-1])
	if err != nil {
		return cty.UnknownVal(cty.String), err
	}
	return cty.StringVal(re.ReplaceAllString(text, with)), nil
}, cty.String, cty.String, cty.String)

func isPattern(s string) bool {
	return len(s) > 1 && s[0] == '/' && s[len(s)-1] == '/'
}

// regexLimit bounds the subject of a regular expression, each position of
// which may become a match.
const regexLimit = 1 << 17

func regexFits(args []cty.Value) bool { return textLength(args) <= regexLimit }

func replaceFits(args []cty.Value) bool {
	text, old, ok := twoTexts(args)
	if !ok || len(args) != 3 {
		return true
	}
	with, _ := value.Text(args[2])
	if isPattern(old) {
		return len(text) <= regexLimit && (len(text)+1)*len(with) <= value.MaxText
	}
	return len(text)+strings.Count(text, old)*len(with) <= value.MaxText
}

func splitFits(args []cty.Value) bool {
	pieces := 0
	for _, arg := range args {
		if s, ok := value.Text(arg); ok {
			pieces += strings.Count(s, ",") + strings.Count(s, "\n")
		}
	}
	if sep, text, ok := twoTexts(args); ok {
		pieces += strings.Count(text, sep)
	}
	return pieces < value.MaxNodes/4
}

func indentFits(args []cty.Value) bool {
	n, ok := wholeNumber(args[0])
	text, _ := value.Text(args[len(args)-1])
	return !ok || n < 1<<12 && len(text)+n*strings.Count(text, "\n") <= value.MaxText
}

func textLength(args []cty.Value) int {
	n := 0
	for _, arg := range args {
		s, _ := value.Text(arg)
		n += len(s)
	}
	return n
}

// wholeNumber returns v as an int, and false if it is none.
func wholeNumber(v cty.Value) (int, bool) {
	v, _ = v.Unmark()
	if v.Type() != cty.Number || !v.IsKnown() || v.IsNull() {
		return 0, false
	}
	n, accuracy := v.AsBigFloat().Int64()
	return int(n), accuracy == 0
}

// join knows more than stdlib.JoinFunc: unknown elements become symbols, and a
// list whose order is not certain makes no text that could be compared.
func join(c *Context, args []cty.Value) (cty.Value, error) {
	parts, loose, err := joinParts(c, args[1:])
	sep, ok := value.Text(args[0])
	switch {
	case err != nil:
		return cty.DynamicVal, err
	case loose || args[0].IsMarked() || !args[0].IsKnown():
		c.Doubt()
		return cty.UnknownVal(cty.String), nil
	case !ok:
		return cty.DynamicVal, errors.New("the separator of join() is not a string")
	}
	size := len(sep) * len(parts)
	for _, p := range parts {
		size += len(p)
	}
	if size > value.MaxText {
		return cty.DynamicVal, ErrTooBig
	}
	return cty.StringVal(strings.Join(parts, sep)), nil
}

// joinFits bounds the text before it is put together.
func joinFits(args []cty.Value) bool {
	sep, _ := value.Text(args[0])
	size := 0
	for _, list := range args[1:] {
		if value.Leaf(list) {
			continue
		}
		for it := list.ElementIterator(); it.Next(); {
			_, e := it.Element()
			s, _ := value.Text(e)
			size += len(s) + len(sep)
		}
	}
	return size <= value.MaxText
}

func joinParts(c *Context, lists []cty.Value) (parts []string, loose bool, err error) {
	for _, list := range lists {
		if !list.IsKnown() {
			return nil, true, nil
		}
		if list.IsNull() || !value.Sequence(list) {
			return nil, false, errors.New("join() takes lists of strings")
		}
		items := value.Spread(c.Symbols, list)
		if items.Loose() || value.Inspect(items.Elements...).Has(value.Loose) {
			return nil, true, nil
		}
		for _, e := range items.Elements {
			s, err := value.Convert(c.Symbols, c.fill(e), cty.String)
			if err != nil || s.IsNull() {
				return nil, false, errors.New("join() met an element that is null or no string")
			}
			text, ok := value.Text(s)
			if !ok {
				return nil, true, nil
			}
			parts = append(parts, text)
		}
	}
	return parts, false, nil
}

// verbs finds the verbs of a format string; plainVerb is one that puts in its
// argument as it is.
var (
	verbs     = regexp.MustCompile(`%%|%[^a-zA-Z%]*[a-zA-Z]?`)
	plainVerb = regexp.MustCompile(`^%(%|(\[[0-9]+\])?[sv])$`)
	wideVerb  = regexp.MustCompile(`[0-9]{5}|\*`)
)

func format(c *Context, args []cty.Value) (cty.Value, error) {
	return formatted(c, stdlib.FormatFunc, args)
}

func formatList(c *Context, args []cty.Value) (cty.Value, error) {
	loose := 0
	var mark value.Items
	for i, arg := range args {
		if !arg.IsKnown() {
			return cty.DynamicVal, nil
		}
		if value.Sequence(arg) {
			items := value.Spread(c.Symbols, arg)
			args[i] = value.List(items.Elements)
			mark.Add(items)
			loose++
		}
	}
	if mark.Loose() || (mark.Unordered || mark.Uncounted) && loose > 1 {
		c.Doubt()
		return cty.DynamicVal, nil
	}
	v, err := formatted(c, stdlib.FormatListFunc, args)
	return mark.Mark(v), err
}

// formatted passes symbols through the verbs that do not look at them.
func formatted(c *Context, f function.Function, args []cty.Value) (cty.Value, error) {
	g := guard{f: f, text: c.name == "format", safe: true, fits: formatFits}
	if c.name == "formatlist" {
		g.fits = formatListFits
	}
	pattern, ok := value.Text(args[0])
	if !ok || args[0].IsMarked() || value.InspectText(pattern).Has(value.Opaque|value.Secret) {
		return g.call(c, args)
	}
	if !g.fits(args) {
		return cty.DynamicVal, ErrTooBig
	}
	filled := []cty.Value{args[0]}
	for _, arg := range args[1:] {
		if d := value.Doubts(c.Symbols, arg); c.name == "format" && (d.Unordered || d.Uncounted) {
			return g.hidden(c, args, value.Loose), nil
		}
		filled = append(filled, c.fill(arg))
	}
	if !plainVerbs(pattern, value.Inspect(filled...)) {
		return g.call(c, filled)
	}
	v, err := f.Call(filled)
	if err != nil && !value.Inspect(filled...).Exact() {
		return g.hidden(c, filled, value.Inspect(filled...)), nil
	}
	return v, err
}

// formatFits bounds the text that format() makes: each verb may put in the longest
// argument.
func formatFits(args []cty.Value) bool { return verbsFit(args, 1) }

// formatListFits bounds the texts of formatlist(): each element of a list goes into
// one, and what is no list into all.
func formatListFits(args []cty.Value) bool {
	texts := 1
	var same, elements []cty.Value
	for _, arg := range args {
		items, _ := arg.Unmark()
		if value.Leaf(items) || !value.Sequence(items) {
			same = append(same, arg)
			continue
		}
		texts = max(texts, items.LengthInt())
		elements = append(elements, items.AsValueSlice()...)
	}
	return len(args) == 0 || verbsFit(same, texts) && verbsFit(append([]cty.Value{args[0]}, elements...), 1)
}

func verbsFit(args []cty.Value, texts int) bool {
	if len(args) == 0 {
		return true
	}
	pattern, _ := value.Text(args[0])
	longest := 0
	for _, arg := range args[1:] {
		longest = max(longest, textSize(arg))
	}
	one := len(pattern) + strings.Count(pattern, "%")*longest
	return !wide(pattern) && one <= value.MaxText && one <= 4*value.MaxText/texts
}

// textSize is about the length of a value as text.
func textSize(v cty.Value) int {
	_, nodes := value.Measure(v)
	return 32 * nodes
}

func wide(pattern string) bool {
	for _, verb := range verbs.FindAllString(pattern, -1) {
		if wideVerb.MatchString(verb) {
			return true
		}
	}
	return false
}

func plainVerbs(pattern string, t value.Traits) bool {
	if t == 0 {
		return true
	}
	for _, verb := range verbs.FindAllString(pattern, -1) {
		if !plainVerb.MatchString(verb) {
			return false
		}
	}
	return true
}
