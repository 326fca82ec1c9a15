package simulate

import (
	"regexp/syntax"
	"strings"

	"github.com/plan403/plan403/internal/glob"
)

// maxExamples bounds the paths that stand for one expression.
const maxExamples = 16

// expressionViews divide paths by an expression: a short path for each of its
// alternatives is asked for by itself. What it matches besides is not a pattern.
func expressionViews(text string) []glob.View {
	whole := expression(text)
	if whole == nil {
		return nil
	}
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil
	}
	var views []glob.View
	for _, text := range examples(tree.Simplify()) {
		path := "/" + strings.TrimPrefix(text, "/")
		if whole.MatchString(path) {
			views = append(views, glob.View{Pattern: glob.CompileLiteral(path), Encode: escapeRune})
		}
	}
	return views
}

// examples are short texts that an expression matches, one for each way through its
// alternatives.
func examples(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{string(re.Rune)}
	case syntax.OpCharClass:
		return []string{string(readable(re.Rune))}
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return []string{"a"}
	case syntax.OpCapture, syntax.OpPlus:
		return examples(re.Sub[0])
	case syntax.OpConcat:
		return joinedExamples(re.Sub)
	case syntax.OpAlternate:
		var out []string
		for _, sub := range re.Sub {
			out = append(out, examples(sub)...)
		}
		return out[:min(len(out), maxExamples)]
	}
	return []string{""} // what matches nothing, as * and ? may
}

func joinedExamples(parts []*syntax.Regexp) []string {
	out := []string{""}
	for _, part := range parts {
		var next []string
		for _, before := range out {
			for _, text := range examples(part) {
				next = append(next, before+text)
			}
		}
		out = next[:min(len(next), maxExamples)]
	}
	return out
}

// readable is a letter or digit of a class if it has one, else its first character.
// Classes are pairs of the first and last of a range.
func readable(class []rune) rune {
	for _, r := range "a0A" {
		for i := 0; i+1 < len(class); i += 2 {
			if class[i] <= r && r <= class[i+1] {
				return r
			}
		}
	}
	if len(class) == 0 {
		return 'a'
	}
	return class[0]
}
