package policydoc

import (
	"strings"
	"unicode/utf8"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// newestVersion is the policy language version that the provider sets where
// none is given, and the highest of the two that there are.
const newestVersion = "2012-10-17"

// merge adds the statements of next to d as the provider does: one whose sid
// is that of an earlier statement takes its place, any other is appended, and
// a later document may set the id and raise the version.
func (d *policyDocument) merge(next *policyDocument, opaque func(string) string) {
	if next.id != "" {
		d.id = next.id
	}
	if next.unread != "" {
		d.unread = next.unread
	}
	d.version = higherVersion(d.version, next.version)
	if len(d.statements)+len(next.statements) > maxStatements {
		d.unread = opaque("more statements than a policy can have")
		d.statements = []policyStatement{{symbol: d.unread}}
		return
	}
	for _, s := range next.statements {
		d.add(s, opaque)
	}
}

// add merges one statement. Where it is not known whether it takes the place
// of an earlier one, the earlier one becomes a symbol: it may be in force or
// not, and neither what it allows nor what it denies may be relied on. The new
// statement is in force either way.
func (d *policyDocument) add(s policyStatement, opaque func(string) string) {
	for i := range d.statements {
		if sameSid(d.statements[i], s).IsTrue() {
			d.statements[i] = s
			return
		}
	}
	for i := range d.statements {
		if old := &d.statements[i]; old.symbol == "" && sameSid(*old, s).IsUnknown() {
			*old = policyStatement{symbol: opaque("a statement that may be overridden"), from: old.from}
		}
	}
	d.statements = append(d.statements, s)
}

// sameSid reports whether two statements have one sid that is not empty; only
// then does one override the other.
func sameSid(a, b policyStatement) tri.Value {
	switch {
	case a.symbol != "" && b.symbol != "":
		return tri.Value{}
	case a.symbol != "":
		return tri.Value{}.And(tri.Of(b.Sid != ""))
	case b.symbol != "":
		return tri.Value{}.And(tri.Of(a.Sid != ""))
	case a.Sid == "" || b.Sid == "":
		return tri.False
	case a.Sid == b.Sid:
		return notEmpty(a.Sid)
	case !symbol.Contains(a.Sid) && !symbol.Contains(b.Sid):
		return tri.False
	}
	return tri.Of(mayEqual(a.Sid, b.Sid)).And(tri.Value{})
}

// notEmpty reports whether text is certainly not empty: an identifier has at
// least one character, what an Opaque or Secret symbol stands for may be "".
func notEmpty(text string) tri.Value {
	for _, r := range text {
		if k := symbol.KindOf(r); k != symbol.Opaque && k != symbol.Secret {
			return tri.True
		}
	}
	return tri.Value{}
}

// mayEqual reports whether two texts with symbols can be equal, as far as what
// stands before their first and after their last symbol tells.
func mayEqual(a, b string) bool {
	first, second := literalEnds(a), literalEnds(b)
	return (strings.HasPrefix(first.before, second.before) || strings.HasPrefix(second.before, first.before)) &&
		(strings.HasSuffix(first.after, second.after) || strings.HasSuffix(second.after, first.after))
}

type ends struct{ before, after string }

func literalEnds(s string) ends {
	isSymbol := func(r rune) bool { return symbol.KindOf(r) != symbol.None }
	first := strings.IndexFunc(s, isSymbol)
	if first < 0 {
		return ends{s, s}
	}
	last := strings.LastIndexFunc(s, isSymbol)
	_, size := utf8.DecodeRuneInString(s[last:])
	return ends{s[:first], s[last+size:]}
}

// higherVersion returns the version of two merged documents: the provider
// compares them as text.
func higherVersion(a, b string) string {
	switch {
	case a == "" || b == newestVersion:
		return b
	case b == "" || a == newestVersion:
		return a
	case symbol.Contains(a):
		return a
	case symbol.Contains(b):
		return b
	}
	return max(a, b)
}
