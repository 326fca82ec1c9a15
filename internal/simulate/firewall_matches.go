package simulate

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// undecidedText is a match of which nothing is known.
func undecidedText(string) tri.Value { return tri.Value{} }

// byteMatch is a string match (WAF Developer Guide, String match rule statement).
func byteMatch(match plan.Block) statement {
	search := match.String("search_string")
	if search == "" || symbol.Contains(search) {
		return compared(match, undecidedText)
	}
	fits, ok := map[string]func(text, search string) bool{
		"STARTS_WITH":   strings.HasPrefix,
		"ENDS_WITH":     strings.HasSuffix,
		"CONTAINS":      strings.Contains,
		"CONTAINS_WORD": containsWord(search),
		"EXACTLY":       func(text, search string) bool { return text == search },
	}[match.String("positional_constraint")]
	if !ok {
		return compared(match, undecidedText)
	}
	return compared(match, func(text string) tri.Value { return tri.Of(fits(text, search)) })
}

// containsWord: letters, digits and _ make words.
func containsWord(search string) func(text, search string) bool {
	word := sync.OnceValue(func() *regexp.Regexp {
		re, _ := regexp.Compile(`(?:^|\W)` + regexp.QuoteMeta(search) + `(?:\W|$)`)
		return re // nil for a text that is no UTF-8
	})
	return func(text, _ string) bool { return word() != nil && word().MatchString(text) }
}

// maxRegex bounds the length of an expression; AWS WAF takes 512 bytes.
const maxRegex = 512

// expression is the regular expression of a text, nil where Go's expressions do not
// know it or it holds what is not known.
func expression(text string) *regexp.Regexp {
	if text == "" || len(text) > maxRegex || symbol.Contains(text) {
		return nil
	}
	re, err := regexp.Compile(text)
	if err != nil {
		return nil
	}
	return re
}

// regexMatch is a match of a regular expression, which may be found anywhere in the
// text (WAF Developer Guide, Regex match rule statement).
func regexMatch(match plan.Block) statement {
	re := expression(match.String("regex_string"))
	if re == nil {
		return compared(match, undecidedText)
	}
	return compared(match, func(text string) tri.Value { return tri.Of(re.MatchString(text)) })
}

// maxExpressions bounds the expressions of a pattern set, of which AWS WAF takes ten
// (WAF Developer Guide, AWS WAF quotas).
const maxExpressions = 100

// patternSet is a match of any expression of a set (WAF Developer Guide, Regex pattern
// set match rule statement).
func (w *World) patternSet(match plan.Block) statement {
	list, known := w.expressions(match)
	var compiled []*regexp.Regexp
	for _, text := range list {
		re := expression(text)
		if re == nil {
			known = known.And(tri.Value{})
			continue
		}
		compiled = append(compiled, re)
	}
	return compared(match, func(text string) tri.Value {
		fits := func(re *regexp.Regexp) bool { return re.MatchString(text) }
		return tri.Of(slices.ContainsFunc(compiled, fits)).Or(known.Not())
	})
}

// expressions are those of the pattern set that a statement names.
func (w *World) expressions(match plan.Block) (list []string, known tri.Value) {
	set := w.State.Find([]string{match.String("arn")}, []string{"arn"}, "aws_wafv2_regex_pattern_set")
	if set == nil {
		return nil, tri.Value{}
	}
	blocks, known := set.Blocks("regular_expression")
	if len(blocks) > maxExpressions {
		return nil, tri.Value{}
	}
	for _, b := range blocks {
		list = append(list, b.String("regex_string"))
	}
	return list, known
}

// sizeConstraint compares the length of a field (WAF Developer Guide, Size constraint
// rule statement).
func sizeConstraint(match plan.Block) statement {
	size, there := match.Int("size")
	orders, ok := map[string][]int{
		"EQ": {0}, "NE": {-1, 1}, "LT": {-1}, "LE": {-1, 0}, "GT": {1}, "GE": {0, 1},
	}[match.String("comparison_operator")]
	if !ok || !there.IsTrue() {
		return compared(match, undecidedText)
	}
	return compared(match, func(text string) tri.Value {
		return tri.Of(slices.Contains(orders, cmp.Compare(len(text), size)))
	})
}
