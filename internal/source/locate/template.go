package locate

import (
	"bytes"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/syntax"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
)

// leaf is a piece of a text and what wrote it: the words of a template, or an
// expression in it.
type leaf struct {
	text    string
	start   int // in the whole text
	x       hclsyntax.Expression
	env     *env
	rng     hcl.Range
	literal bool
}

func (l leaf) end() int { return l.start + len(l.text) }

// template follows a path into the JSON that a template makes.
func (w *walker) template(n *hclsyntax.TemplateExpr, e *env, path []Step) hcl.Range {
	if w.isAll(n, e, path) {
		return w.piece(n, e, func() []leaf { return w.render(n, e, nil) })
	}
	if at, ok := w.inText(w.render(n, e, nil), path); ok {
		return at
	}
	return w.stop(n.Range(), path)
}

// file follows a path into the JSON of a file.
func (w *walker) file(n *hclsyntax.FunctionCallExpr, e *env, steps []Step) (hcl.Range, bool) {
	name, src := w.read(n, e)
	if src == nil || len(steps) == 0 {
		return hcl.Range{}, false
	}
	return w.inText([]leaf{{text: string(src), rng: whole(name, src), literal: true}}, steps)
}

// read returns the file that the first argument of a function names, by the name
// that ranges have for it.
func (w *walker) read(n *hclsyntax.FunctionCallExpr, e *env) (name string, src []byte) {
	if len(n.Args) == 0 || w.machine.Files == nil {
		return "", nil
	}
	name, ok := text(w.value(n.Args[0], e))
	if !ok || symbol.Contains(name) {
		return "", nil
	}
	src, err := w.machine.Files.Read(name)
	if err != nil {
		return "", nil
	}
	return path.Clean(name), src
}

func whole(name string, src []byte) hcl.Range {
	return hcl.Range{Filename: name, Start: hcl.InitialPos, End: position(src, len(src), name)}
}

// templateFile follows a path into the JSON that a template file makes.
func (w *walker) templateFile(n *hclsyntax.FunctionCallExpr, e *env, steps []Step) (hcl.Range, bool) {
	name, src := w.read(n, e)
	if src == nil || len(steps) == 0 || len(n.Args) != 2 || symbol.Contains(string(src)) {
		return hcl.Range{}, false
	}
	x, err := syntax.Template(src, name, hcl.InitialPos)
	if err != nil {
		return hcl.Range{}, false
	}
	vars := w.value(n.Args[1], e)
	inner := &env{ctx: w.machine.TemplateContext(vars), bound: map[string]origin{}}
	for _, el := range w.elements(vars) {
		if el.step.Name != "" {
			inner.bound[el.step.Name] = origin{n.Args[1], e, []Step{el.step}}
		}
	}
	return w.find(x, inner, steps), true
}

// render takes a template apart into what wrote its text.
func (w *walker) render(x hclsyntax.Expression, e *env, out []leaf) []leaf {
	if w.left--; w.left < 0 {
		return out
	}
	switch n := x.(type) {
	case *hclsyntax.TemplateExpr:
		for _, part := range n.Parts {
			out = w.render(part, e, out)
		}
		return out
	case *hclsyntax.LiteralValueExpr:
		s, _ := text(n.Val)
		return add(out, leaf{text: s, rng: n.Range(), literal: true})
	case *hclsyntax.TemplateJoinExpr:
		if loop, ok := n.Tuple.(*hclsyntax.ForExpr); ok {
			for _, t := range w.turns(loop, e) {
				out = w.render(loop.ValExpr, t.env, out)
			}
			return out
		}
	case *hclsyntax.ConditionalExpr:
		if v := w.value(n.Condition, e); v.IsKnown() && !v.IsNull() && v.Type() == cty.Bool {
			if v.True() {
				return w.render(n.TrueResult, e, out)
			}
			return w.render(n.FalseResult, e, out)
		}
	}
	s, ok := text(w.value(x, e))
	if !ok {
		s = unknownText
	}
	return add(out, leaf{text: s, x: x, env: e, rng: x.Range()})
}

// unknownText stands for a text of which nothing is known. It is JSON within a
// string and outside of one.
const unknownText = "null"

func add(out []leaf, l leaf) []leaf {
	if n := len(out); n > 0 {
		l.start = out[n-1].end()
	}
	return append(out, l)
}

// inText follows a path into a JSON text, and back to what wrote the part.
func (w *walker) inText(leaves []leaf, path []Step) (hcl.Range, bool) {
	var b strings.Builder
	for _, l := range leaves {
		if b.Len()+len(l.text) > value.MaxText {
			return hcl.Range{}, false
		}
		b.WriteString(l.text)
	}
	spans := trail(b.String(), path)
	if len(spans) == 0 {
		return hcl.Range{}, false
	}
	for gone, s := range spans {
		if l := leafAt(leaves, s.start); l != nil && !l.literal && l.start == s.start && l.end() >= s.end {
			return w.find(l.x, l.env, path[gone:]), true
		}
	}
	last := spans[len(spans)-1]
	if b.String()[last.start] == '"' {
		inner := leafAt(leaves, last.start+1)
		if inner != nil && !inner.literal && inner.start == last.start+1 && inner.end() == last.end-1 {
			return w.find(inner.x, inner.env, path[len(spans)-1:]), true
		}
	}
	return w.stop(w.written(leaves, last), path[len(spans)-1:]), true
}

// leafAt finds the leaf that holds a byte of the text.
func leafAt(leaves []leaf, at int) *leaf {
	for i := range leaves {
		if leaves[i].start <= at && at < leaves[i].end() {
			return &leaves[i]
		}
	}
	return nil
}

// around is the place of a leaf, of an expression with the ${} around it.
func (w *walker) around(l *leaf) hcl.Range {
	out, src := l.rng, w.sources.Source(l.rng.Filename)
	if l.literal || !out.CanSliceBytes(src) {
		return out
	}
	front := bytes.TrimRight(bytes.TrimSuffix(bytes.TrimRight(src[:out.Start.Byte], " "), []byte("~")), " ")
	back := bytes.TrimLeft(bytes.TrimPrefix(bytes.TrimLeft(src[out.End.Byte:], " "), []byte("~")), " ")
	if bytes.HasSuffix(front, []byte("${")) && bytes.HasPrefix(back, []byte("}")) {
		out.Start = position(src, len(front)-len("${"), out.Filename)
		out.End = position(src, len(src)-len(back)+len("}"), out.Filename)
	}
	return out
}

// written is where a part of a text is written.
func (w *walker) written(leaves []leaf, s span) hcl.Range {
	first, last := leafAt(leaves, s.start), leafAt(leaves, max(s.end-1, s.start))
	if first == nil || last == nil {
		return leaves[0].rng
	}
	out := w.around(first)
	if at, ok := w.inLiteral(first, s.start-first.start); ok {
		out.Start = at
	}
	if last.rng.Filename == out.Filename {
		out.End = w.around(last).End
		if at, ok := w.inLiteral(last, s.end-last.start); ok {
			out.End = at
		}
	}
	return out
}
