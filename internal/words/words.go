// Package words owns the phrases that findings, reports and documents share: how
// lists and counts are said, which paths and requests fail, and what they get. A
// thing that has one name here has it everywhere.
package words

import (
	"strconv"
	"strings"
)

// What a request gets, or got before, behind its name.
const (
	Forbidden      = "returns 403"
	MayBeForbidden = "may return 403"
	WasForbidden   = "returned 403"
)

// Count is a number of things: "1 error", "2 errors".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// And is a list that holds as a whole: "a", "a and b", "a, b and c".
func And(list []string) string { return joined(list, "and") }

// Or is a list of which any one is meant: "a, b or c".
func Or(list []string) string { return joined(list, "or") }

func joined(list []string, last string) string {
	switch n := len(list); n {
	case 0:
		return ""
	case 1:
		return list[0]
	default:
		return strings.Join(list[:n-1], ", ") + " " + last + " " + list[n-1]
	}
}

// Some is a list of at most so many entries, with the number of those that it
// leaves out.
func Some(list []string, most int) string {
	if len(list) <= most {
		return And(list)
	}
	return strings.Join(list[:most], ", ") + " and " + strconv.Itoa(len(list)-most) + " more"
}
