// Package expr evaluates HCL expressions whose strings may hold symbols.
//
// HCL can evaluate them itself, and does so for every expression without
// symbols in the tests. It cannot carry symbols, for it knows two kinds of
// strings only. As an unknown, a string is lost with its smallest part:
// jsonencode() of a policy with one unknown ARN is an unknown string, of which
// nothing is left to judge. As a known string, a symbol is an odd letter, and
// what looks at it answers about the letter: a distribution's id would equal no
// other text, have the length 1, sort last in a set and decide conditions.
// Marks do not help, since try() and can() drop them and a list or condition
// that hangs on a symbol comes out like any other.
//
// So the syntax tree is HCL's, and what an operator, an index, a loop or a
// function makes of symbols is decided here, in three values. An expression
// that fails for a reason that hangs on a symbol is unknown; one that fails
// anyway is unknown too, since the plan shows that Terraform got a value, except
// inside try() and can(). A result with symbols in it is what Terraform gives
// for every value of the symbols; TestSound draws expressions and values, and
// holds both ways of evaluating against each other.
package expr

import (
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/plan403/plan403/internal/source/function"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
)

// Bounds of one evaluation.
const (
	maxSteps   = 500_000   // nodes visited
	allSteps   = 2_000_000 // by all evaluations together; after that each has fewSteps
	fewSteps   = 1000
	maxDepth   = 10_000 // nodes inside nodes, through references too
	maxReasons = 64
	maxNested  = 16 // templates that render templates
)

// faulty is the reason of an evaluation that a fault in HCL or cty has ended.
const faulty = "the expression could not be evaluated"

// Reason says why a value is not known.
type Reason struct {
	Address string    // what is to blame: a reference, a function, a file
	Reason  string    // why, in one line
	Remedy  string    // what would supply it, in one line
	Range   hcl.Range // where it is mentioned
}

// Machine evaluates expressions. It is not safe for concurrent use.
type Machine struct {
	Symbols *symbol.Table
	Files   *function.Files
	Made    string // when the plan was made, for plantimestamp()

	id        string // tells the symbols made here from those of other machines
	made      int
	steps     int
	given     int // the steps that the evaluation under way began with
	spent     int // by all that have ended
	running   int
	exhausted bool
	untyped   map[rune]bool // symbols of values that need not be strings
	items     map[*hclsyntax.AnonSymbolExpr]cty.Value
	templates map[string]hclsyntax.Expression
	state
}

// state is what changes on the way into an expression and back.
type state struct {
	depth   int // nodes around this one
	nested  int // templates around this one
	doubts  int // what may fail for some values of the symbols
	trying  bool
	reasons []Reason
	// shapeless: values were met that do not tell lists from tuples.
	shapeless bool
}

// New returns a machine whose symbols come from the table, and whose file
// functions read files, which may be nil.
func New(symbols *symbol.Table, files *function.Files) *Machine {
	return &Machine{
		Symbols:   symbols,
		Files:     files,
		id:        rand.Text(),
		untyped:   map[rune]bool{},
		items:     map[*hclsyntax.AnonSymbolExpr]cty.Value{},
		templates: map[string]hclsyntax.Expression{},
	}
}

// Run evaluates from outside: with a budget of its own, unless an evaluation
// is under way. The value it returns has no marks; if any part of it is a cty
// unknown, why says which mention is to blame.
func (m *Machine) Run(f func() cty.Value) (v cty.Value, why *Reason) {
	if m.running == 0 {
		m.given = max(min(maxSteps, allSteps-m.spent), fewSteps)
		m.steps, m.depth, m.exhausted = m.given, 0, false
	}
	m.running++
	before := m.state
	defer func() {
		// The input is not ours, and neither HCL nor cty promise not to panic.
		if r := recover(); r != nil {
			v, why = cty.DynamicVal, &Reason{Reason: faulty}
		}
		if m.running--; m.running == 0 {
			m.spent += m.given - m.steps
		}
		m.state = before
	}()
	m.shapeless = false
	v, reasons, _ := m.Isolate(f)
	v, _ = v.UnmarkDeep()
	switch {
	case m.exhausted:
		return cty.DynamicVal, &Reason{
			Reason: "the expression takes more work than plan403 does",
			Remedy: "make the plan's values known, or simplify the expression",
		}
	case v.IsWhollyKnown():
		return v, nil
	case len(reasons) == 0:
		return v, &Reason{Reason: "the value is known only after apply"}
	}
	return v, &reasons[0]
}

// Isolate evaluates what a reference stands for: try() around the reference
// does not reach into it. It returns the reasons met on the way, and whether
// values without shapes were.
func (m *Machine) Isolate(f func() cty.Value) (v cty.Value, reasons []Reason, shapeless bool) {
	outer := m.state
	m.trying, m.reasons, m.shapeless = false, nil, false
	v = f()
	reasons, shapeless = m.reasons, m.shapeless
	m.trying, m.doubts, m.reasons, m.shapeless = outer.trying, outer.doubts, outer.reasons, outer.shapeless || shapeless
	return v, reasons, shapeless
}

// LoseShapes notes that a value comes from a plan, which writes lists, sets and
// tuples alike, and maps as objects. What is compared from here on may differ in
// that alone.
func (m *Machine) LoseShapes() { m.shapeless = true }

// Exhausted reports whether the budget has run out: values computed since are
// not to be kept.
func (m *Machine) Exhausted() bool { return m.exhausted }

// Blame notes why a value is not known. The first reason of an evaluation is
// the one that is told.
func (m *Machine) Blame(reasons ...Reason) {
	for _, r := range reasons {
		if len(m.reasons) < maxReasons {
			m.reasons = append(m.reasons, r)
		}
	}
}

// doubt notes that what is being evaluated may fail for some values of its
// symbols.
func (m *Machine) doubt() { m.doubts++ }

// unknown is the value of an expression that hangs on symbols in the values.
func (m *Machine) unknown(rng hcl.Range, what string, values ...cty.Value) cty.Value {
	m.doubt()
	m.blame(rng, what, values)
	return cty.DynamicVal
}

// blame notes that something hangs on symbols in the values.
func (m *Machine) blame(rng hcl.Range, what string, values []cty.Value) {
	r := Reason{Reason: what + " depends on a value that is known only after apply", Range: rng}
	if s, ok := m.culprit(values); ok {
		origin := m.Symbols.Origin(s)
		r.Address, r.Remedy = m.Symbols.Name(s), origin.Remedy
	}
	m.Blame(r)
}

// culprit finds the first symbol in the values.
func (m *Machine) culprit(values []cty.Value) (found rune, ok bool) {
	for _, v := range values {
		if value.Inspect(v).Has(value.Oversize) {
			continue
		}
		value.Rebuild(v, func(leaf cty.Value) cty.Value {
			if s, isText := value.Text(leaf); isText && !ok {
				if in := symbol.In(m.Symbols.Reveal(s)); len(in) > 0 {
					found, ok = in[0], true
				}
			}
			return leaf
		})
	}
	return found, ok
}

// missing makes a symbol for a value that could not be told. The reasons noted
// since the given number say why. typed says that it is a string.
func (m *Machine) missing(since int, typed bool) (string, bool) {
	origin := symbol.Origin{Attribute: "an unknown value", Reason: "the value is known only after apply"}
	if since < len(m.reasons) {
		r := m.reasons[since]
		origin = symbol.Origin{Address: r.Address, Reason: r.Reason, Remedy: r.Remedy}
	}
	m.made++
	s, ok := m.Symbols.New(symbol.Opaque, fmt.Sprintf("%s %d", m.id, m.made), origin)
	if ok && !typed {
		m.untyped[[]rune(s)[0]] = true
	}
	return s, ok
}

// charge takes the cost of looking at the values off the budget and returns
// their traits.
func (m *Machine) charge(values ...cty.Value) value.Traits {
	t, nodes := value.Measure(values...)
	m.steps -= nodes / 8
	return t
}

// bounded returns v, or unknown if it is larger than the limits allow.
func (m *Machine) bounded(rng hcl.Range, v cty.Value) cty.Value {
	if m.charge(v).Has(value.Oversize) {
		m.doubt()
		m.Blame(Reason{Reason: "the value is larger than plan403 computes", Range: rng})
		return cty.DynamicVal
	}
	return v
}

// oneLine makes the text of an error fit for a message.
func (m *Machine) oneLine(err error) string {
	return m.OneLine(err.Error())
}

// OneLine makes a text fit for a message: one line, and no symbols or secrets
// in it.
func (m *Machine) OneLine(s string) string {
	return m.Symbols.Display(strings.Join(strings.Fields(s), " "))
}
