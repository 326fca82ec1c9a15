package policy

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/tri"
)

// variables says whether ${…} in a text is a policy variable: it is in
// documents of Version2012, and literal text in those of Version2008. (IAM User
// Guide, "IAM policy elements: Variables and tags".)
type variables uint8

const (
	variablesOff variables = iota
	variablesOn
	variablesUnknown  // the version is not known: look at the text both ways
	variablesDisputed // AWS's pages disagree about this place: both ways too
)

var bothWays = map[variables]string{
	variablesUnknown:  "the version of the policy is not known, and with it whether it has variables",
	variablesDisputed: "whether a Bool value may hold policy variables is documented both ways",
}

// template is a text with policy variables.
type template struct {
	whole    glob.Pattern // without variables
	*varying              // nil without variables
}

// varying is the text of a template with variables.
type varying struct {
	pieces []piece
	both   string // the reason to read the variables as literal text, too; "" for none
}

// piece is a pattern, or a variable with its default.
type piece struct {
	pattern  glob.Pattern
	variable string // in lower case, "" for a pattern
	standard string // the default
	defaults bool   // there is one
}

// kind compiles the text around variables.
type kind func(string) glob.Pattern

func folded(s string) glob.Pattern { return glob.CompileLiteral(s).Fold() }

// newTemplate reads a text.
func newTemplate(source string, compile kind, mode variables) template {
	t := template{whole: compile(source)}
	if mode != variablesOff && strings.Contains(source, "${") {
		t.varying = &varying{pieces(source, compile), bothWays[mode]}
	}
	return t
}

func pieces(s string, compile kind) []piece {
	var out []piece
	for {
		before, rest, found := strings.Cut(s, "${")
		body, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return append(out, piece{pattern: compile(s)})
		}
		out = append(out, piece{pattern: compile(before)}, variable(body))
		s = after
	}
}

// variable reads what stands between ${ and }: a key, a key and its default, or
// one of the characters * ? $, which then stand for themselves.
func variable(body string) piece {
	if body == "*" || body == "?" || body == "$" {
		return piece{pattern: glob.CompileLiteral(body)}
	}
	name, standard, defaults := strings.Cut(body, ",")
	return piece{
		variable: strings.ToLower(strings.TrimSpace(name)),
		standard: strings.Trim(strings.TrimSpace(standard), "'"),
		defaults: defaults,
	}
}

// maxReadings bounds the number of ways to read one text when its variables
// have several possible values; beyond it the text is unknown.
const maxReadings = 16

// reading is one way to read a template: the patterns of its pieces, or none if
// a variable has no value.
type reading struct {
	pieces []glob.Pattern
	valid  bool
}

func (r reading) pattern() glob.Pattern {
	if len(r.pieces) == 1 {
		return r.pieces[0]
	}
	return glob.Concat(r.pieces...)
}

// readings are all ways to read a template. Reasons say why there are several.
// More is true if there are too many.
type readings struct {
	list    []reading
	reasons []tri.Cause
	more    bool
}

func only(p glob.Pattern) reading { return reading{[]glob.Pattern{p}, true} }

// resolve puts the values of the context into the template.
func (t template) resolve(ctx Context) readings {
	if t.varying == nil {
		return readings{list: []reading{only(t.whole)}}
	}
	out := readings{list: []reading{{valid: true}}}
	for _, p := range t.pieces {
		out = out.with(p, ctx)
	}
	if t.both != "" {
		out.list = append(out.list, only(t.whole))
		out.reasons = append(out.reasons, tri.Cause{Reason: t.both})
	}
	return out
}

// with appends a piece to each reading.
func (r readings) with(p piece, ctx Context) readings {
	if p.variable == "" {
		return r.each([]reading{only(p.pattern)})
	}
	key := ctx.key(p.variable)
	if key.Multi {
		// multivalued keys cannot be used as variables
		r.reasons = append(r.reasons, tri.Cause{Reason: "a multivalued key is used as a policy variable"})
		return r.each([]reading{{}, only(glob.Compile("*"))})
	}
	if len(key.possibilities()) > 1 {
		r.reasons = append(r.reasons, tri.Cause{Reason: key.Note})
	}
	var values []reading
	for _, v := range key.possibilities() {
		values = append(values, p.value(v))
	}
	return r.each(values)
}

func (p piece) value(values []string) reading {
	switch {
	case len(values) > 0:
		return only(glob.CompileLiteral(values[0]))
	case p.defaults:
		return only(glob.CompileLiteral(p.standard))
	}
	return reading{}
}

// each goes on with every reading in every one of the given ways.
func (r readings) each(ways []reading) readings {
	if len(ways) == 1 {
		for i := range r.list {
			r.list[i].pieces = append(r.list[i].pieces, ways[0].pieces...)
			r.list[i].valid = r.list[i].valid && ways[0].valid
		}
		return r
	}
	var list []reading
	for _, a := range r.list {
		for _, b := range ways {
			list = append(list, reading{slices.Concat(a.pieces, b.pieces), a.valid && b.valid})
		}
	}
	if len(list) > maxReadings {
		r.more = true
		r.reasons = append(r.reasons, tri.Cause{Reason: "the variables have too many possible values"})
		list = list[:maxReadings]
	}
	r.list = list
	return r
}

// matches reports whether the text that the template becomes matches got.
func (t template) matches(got string, ctx Context) tri.Value {
	if t.varying == nil {
		return match(t.whole, got)
	}
	return t.resolve(ctx).agree(func(p glob.Pattern) tri.Value { return match(p, got) })
}

// agree is what all readings agree on, false for one without a value: a
// variable that has none matches nothing.
func (r readings) agree(test func(glob.Pattern) tri.Value) tri.Value {
	var v tri.Value
	for i, one := range r.list {
		w := tri.False
		if one.valid {
			w = test(one.pattern())
		}
		if i == 0 {
			v = w
		} else {
			v = v.Agree(w, r.reasons...)
		}
	}
	if r.more {
		return v.Agree(v.Not(), r.reasons...)
	}
	return v
}
