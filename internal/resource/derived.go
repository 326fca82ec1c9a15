package resource

import "strings"

// Derived is an attribute that AWS makes of others, such as the ARN of a bucket, or
// makes up, such as the id of a distribution.
type Derived struct {
	Name string
	// Text is the attribute with other attributes in braces: {bucket}. {partition},
	// {region}, {account} and {suffix}, the end of host names, tell where the resource
	// lives, and {fresh} is what AWS makes up.
	Text string
	// By tells the attribute where no text can, "" to leave it as it is.
	By func(Object) string
	// Set tells an attribute that is a set of objects, nil to leave it as it is.
	Set func(Object) []map[string]string
	// Same names the attribute whose value of any type it is.
	Same string
}

// Object is a resource whose attributes are derived. Texts hold symbols for what is
// unknown.
type Object interface {
	// Text is an attribute's text, "" if it has none.
	Text(name string) string
	// Texts are the texts of a list or set, false if it is not known which it holds.
	Texts(name string) ([]string, bool)
	// Known is the text of an attribute that is known already, else "".
	Known(name string) string
	// Fresh is what AWS makes up of a new object for an attribute.
	Fresh(name string) string
	// NotRead is what a data source has read, which nobody knows without a plan. One
	// key is one value; "" stands for one of this resource alone.
	NotRead(key, attribute string) string
	// Configured reports whether the configuration sets an argument or block.
	Configured(name string) bool
	// Expand is the text that names in braces stand for: see Derived.Text.
	Expand(text string) string
}

// Expand puts the values of names in braces into a text.
func Expand(text string, value func(name string) string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		var name string
		name, text, _ = strings.Cut(rest, "}")
		b.WriteString(value(name))
	}
}

// derived makes attributes of pairs of names and texts.
func derived(pairs ...string) []Derived {
	var out []Derived
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, Derived{Name: pairs[i], Text: pairs[i+1]})
	}
	return out
}

// freshID is an id that AWS makes up for a new object.
var freshID = derived("id", "{fresh}")
