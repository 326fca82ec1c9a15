package config

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/source/syntax"
)

const (
	// mark begins a comment that ignores.
	mark = "plan403:ignore"
	// allRules stands in a comment for every rule.
	allRules = "all"
	// maxComments bounds the comments of one file.
	maxComments = 1000
)

// Comments reads the plan403:ignore comments of a Terraform file in native
// syntax, which ranges call filename. Problems are comments that cannot be
// followed, one line each. A file that does not parse has no comments.
func Comments(filename string, src []byte) (list []Ignore, problems []string) {
	if !bytes.Contains(src, []byte(mark)) {
		return nil, nil
	}
	body, err := syntax.Config(src, filename)
	if err != nil {
		return nil, nil
	}
	lines := layOut(filename, src, body)
	for n, c := range lines.ignoring {
		if n == maxComments {
			return list, append(problems, fmt.Sprintf("%s: only the first %d %s comments are "+
				"read", filename, maxComments, mark))
		}
		i, err := read(c)
		if at, ok := lines.beside(c.Range); ok {
			i.Within = &at
		} else if err == nil {
			err = errors.New("is neither on the first line of a block or argument nor right above one")
		}
		if err != nil {
			problems = append(problems, fmt.Sprintf("%s: %s %s", Place(c.Range), mark, err))
			continue
		}
		list = append(list, i)
	}
	return list, problems
}

// read takes a comment apart: mark, rule, reason.
func read(c hclsyntax.Token) (Ignore, error) {
	_, text, _ := strings.Cut(string(c.Bytes), mark)
	words := strings.Fields(text)
	if len(words) == 0 {
		return Ignore{}, errors.New("names no rule; write a rule's name and the reason after it")
	}
	i := Ignore{Rule: words[0], Reason: strings.Join(words[1:], " "), Range: c.Range}
	if _, ok := checks.Find(i.Rule); !ok && i.Rule != allRules {
		return i, fmt.Errorf("%q: no rule has this name; plan403 rules lists them", i.Rule)
	}
	if !visible(i.Reason) {
		return i, fmt.Errorf("%s gives no reason, so it is not followed; write one after the rule's name", i.Rule)
	}
	if i.Rule == allRules {
		i.Rule = ""
	}
	return i, nil
}

// layout tells what stands on the lines of a file.
type layout struct {
	ignoring []hclsyntax.Token
	// items are the outermost blocks and arguments by the line they begin on.
	items map[int]hcl.Range
	// alone are the lines that hold nothing but a comment.
	alone map[int]bool
}

func layOut(filename string, src []byte, body *hclsyntax.Body) layout {
	l := layout{items: map[int]hcl.Range{}, alone: map[int]bool{}}
	l.addItems(body)
	tokens := syntax.Tokens(src, filename)
	last := 0 // the line on which the token before ends
	for _, t := range tokens {
		if t.Type != hclsyntax.TokenComment {
			if t.Type != hclsyntax.TokenNewline {
				last = t.Range.End.Line
			}
			continue
		}
		if last != t.Range.Start.Line {
			l.alone[t.Range.Start.Line] = true
		}
		if isMarked(t.Bytes) {
			l.ignoring = append(l.ignoring, t)
		}
	}
	return l
}

// isMarked reports whether a comment of one line begins with the mark.
func isMarked(comment []byte) bool {
	text := strings.TrimLeft(string(comment), "#/")
	rest, ok := strings.CutPrefix(strings.TrimSpace(text), mark)
	return ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t')
}

func (l layout) addItems(body *hclsyntax.Body) {
	for _, b := range body.Blocks {
		l.add(b.Range())
		l.addItems(b.Body)
	}
	for _, a := range body.Attributes {
		l.add(a.Range())
	}
}

// add notes an item. On a line that begins several, the outermost counts.
func (l layout) add(r hcl.Range) {
	line := r.Start.Line
	if old, ok := l.items[line]; !ok || r.Start.Byte < old.Start.Byte {
		l.items[line] = r
	}
}

// beside returns the item that a comment stands at: on its line, or, with
// nothing but comments between, below it.
func (l layout) beside(comment hcl.Range) (hcl.Range, bool) {
	line := comment.Start.Line
	for l.alone[line] {
		line++
	}
	r, ok := l.items[line]
	return r, ok
}
