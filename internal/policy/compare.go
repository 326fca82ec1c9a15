package policy

import (
	"math/big"
	"net/netip"
	"strings"
	"time"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/tri"
)

func compareText(w want, got string, ctx Context) tri.Value {
	return w.text.matches(got, ctx)
}

func compareARN(w want, got string, ctx Context) tri.Value {
	return w.arn.match(newARN(got), ctx)
}

// compareBool compares the words "true" and "false". The operator is documented
// for these spellings only.
func compareBool(w want, got string, ctx Context) tri.Value {
	return w.text.resolve(ctx).agree(func(p glob.Pattern) tri.Value {
		wanted, known := truth(p.String())
		given, sure := truth(got)
		if both := known.And(sure); !both.IsTrue() {
			return both
		}
		return tri.Of(wanted == given)
	})
}

// truth reads "true" or "false": known is false for any other word, unknown for
// another spelling of them.
func truth(word string) (value bool, known tri.Value) {
	switch {
	case word == "true" || word == "false":
		return word == "true", tri.True
	case len(causes(word)) > 0:
		return false, tri.Because(causes(word)...)
	case strings.EqualFold(word, "true") || strings.EqualFold(word, "false"):
		return false, tri.Because(tri.Cause{Reason: "only true and false are documented as spellings of a boolean"})
	}
	return false, tri.False
}

// compareOrdered compares numbers or dates.
func compareOrdered(parse func(string) (*big.Rat, bool), holds func(int) bool) comparison {
	return func(w want, got string, _ Context) tri.Value {
		if missing := causes(w.plain, got); len(missing) > 0 {
			return tri.Because(missing...)
		}
		wanted, ok := parse(w.plain)
		given, valid := parse(got)
		if !ok || !valid {
			return undocumented(w)
		}
		return tri.Of(holds(given.Cmp(wanted)))
	}
}

// undocumented is the answer where a value is not of the operator's type. It
// names the wanted value only: the request's may come from a secret.
func undocumented(w want) tri.Value {
	return tri.Because(tri.Cause{
		Reason: "how the operator compares the request's value with " + quote(w.shown) + " is not documented",
	})
}

// maxDigits bounds the length of a number.
const maxDigits = 64

// parseNumber reads an integer or decimal. (IAM User Guide, "Numeric condition
// operators": "integer or decimal value".)
func parseNumber(s string) (*big.Rat, bool) {
	digits := strings.TrimLeft(s, "+-")
	if len(s) > maxDigits || len(s)-len(digits) > 1 || !decimal(digits) {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// decimal reports whether s is digits with at most one point between them.
func decimal(s string) bool {
	whole, fraction, point := strings.Cut(s, ".")
	onlyDigits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return onlyDigits(whole) && (!point || onlyDigits(fraction))
}

// layouts are the forms of a date that the W3C note on ISO 8601 has. A year
// alone cannot be told from epoch seconds.
var layouts = [...]string{
	"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02", "2006-01",
}

// yearDigits is how many digits a year has: so few are no epoch seconds for sure.
const yearDigits = 4

// parseDate reads a date in ISO 8601 or in epoch seconds. (IAM User Guide,
// "Date condition operators".)
func parseDate(s string) (*big.Rat, bool) {
	if decimal(s) {
		if len(s) <= yearDigits {
			return nil, false
		}
		return parseNumber(s)
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			r := big.NewRat(int64(t.Nanosecond()), int64(time.Second))
			return r.Add(r, new(big.Rat).SetInt64(t.Unix())), true
		}
	}
	return nil, false
}

// compareAddress tells whether an address lies in a range; an address alone is
// a range of one. (IAM User Guide, "IP address condition operators".)
func compareAddress(w want, got string, _ Context) tri.Value {
	if missing := causes(w.plain, got); len(missing) > 0 {
		return tri.Because(missing...)
	}
	wanted, ok := parsePrefix(w.plain)
	given, err := netip.ParseAddr(got)
	if !ok || err != nil {
		return undocumented(w)
	}
	return tri.Of(wanted.Contains(given.Unmap().WithZone("")))
}

func parsePrefix(s string) (netip.Prefix, bool) {
	if addr, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(addr, addr.BitLen()), addr.Zone() == ""
	}
	p, err := netip.ParsePrefix(s)
	return p.Masked(), err == nil
}
