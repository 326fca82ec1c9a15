package trace

// Place is where the configuration says something: a resource, one of its
// attributes and, of a policy, the part that counts.
type Place struct {
	Address, Attribute string
	Part               Part
}

// Part is a part of a policy document, down to one entry of a list. Its zero
// value is the document as a whole. Parts are found by what they are, not by the
// form of the text: a list of one may be written without brackets.
type Part struct {
	// Statement is the number of a statement, counted from 1. With 0 and the element
	// Statement it is the list of them, where one is missing.
	Statement int
	// Element is "Effect", "Principal", "Condition" …; "" is the statement as a whole.
	Element string
	// Operator is that of a condition.
	Operator string
	// Key is the key of a condition, or the kind of a principal.
	Key string
	// Entry is one value of a list, "" if all of them are meant; Number is its place,
	// counted from 1, 0 if that is not told.
	Entry  string
	Number int
	// Instead is what a request brings in place of the entry, "" if that is not one
	// text.
	Instead string
}

// Statements is the list of a policy's statements, the place of one that is
// missing.
var Statements = Part{Element: "Statement"}

// Place is where the step looked.
func (s Step) Place() Place { return Place{Address: s.Address, Attribute: s.Attribute, Part: s.Part} }
