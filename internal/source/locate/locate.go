// Package locate finds the words of a configuration that wrote a part of a
// value: the one value of the one condition key that refuses, in a policy that
// may have come through jsonencode(), a local, a template and two modules.
//
// The value itself is not asked: it carries nothing of where it comes from. The
// expression is walked instead, with the path into the value in hand. Each
// construct says which of its parts made that part of the value, and is
// evaluated where that hangs on what stands in it: which branch a condition
// takes, which turn of a loop made an entry, which argument of concat() an
// element was in.
package locate

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/expr"
)

// Step leads from a value, or from the body of a block, to a part of it.
type Step struct {
	// Name is the name of an argument, of a key or of a type of nested blocks, ""
	// for an element of a list.
	Name string
	// Index is the number of the element, -1 if its place is not told.
	Index int
	// Like tells elements apart where their order is lost: it is the element, or an
	// object of some of what it holds. cty.NilVal if that is not told.
	Like cty.Value
	// Instead is what would be right in place of a text that the path ends at, "" if
	// that is not told.
	Instead string
}

// Name is the step to an argument, a key or the blocks of a type.
func Name(name string) Step { return Step{Name: name, Index: -1} }

// Item is the step to an element by its number.
func Item(i int) Step { return Step{Index: i} }

// Entry is the step to the element that is, or holds, what v does.
func Entry(v cty.Value) Step { return Step{Index: -1, Like: v} }

// Scope is where expressions are looked at: it tells what names mean, and where
// that is written.
type Scope interface {
	expr.Resolver
	// Follow tells what writes that to which a path leads that begins with the names
	// of a reference. ok is false if that is no expression: a reference to what a
	// resource becomes.
	Follow(path []Step) (to Target, ok bool)
}

// Target is where a path goes on: in an expression or in the body of a block.
type Target struct {
	Expr  hcl.Expression
	Body  hcl.Body
	Scope Scope
	// Header is the first line of the block that is meant.
	Header hcl.Range
	// Path leads on from here.
	Path []Step
}

// Spot is a place in the source.
type Spot struct {
	Range hcl.Range
	// Via are the references that lead to it, the first one first.
	Via []Hop
	// Left is the number of steps that could not be gone: the part is not written
	// there, or not in a way that can be followed.
	Left int
}

// Hop is a reference on the way.
type Hop struct {
	Name  string
	Range hcl.Range
}

// Sources reads the files that ranges name, nil if there is none.
type Sources interface {
	Source(filename string) []byte
}

// maxVisits bounds the nodes that one search visits, those through references
// that lead in a circle included.
const maxVisits = 5000

// Find follows a path from a block or an expression. It has to be called while
// the machine runs.
func Find(m *expr.Machine, sources Sources, from Target) Spot {
	w := &walker{machine: m, sources: sources, left: maxVisits}
	if n := len(from.Path); n > 0 {
		w.instead = from.Path[n-1].Instead
	}
	rng := w.target(from)
	if jsonSyntax(rng.Filename) {
		rng = stringAround(rng, sources.Source(rng.Filename))
	}
	return Spot{Range: rng, Via: w.via, Left: w.rest}
}
