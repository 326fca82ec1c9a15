package addr

import "strings"

// Reference is what an expression refers to, as a plan's configuration lists
// it: aws_s3_bucket.site[0].arn, module.cdn.domain, var.name.
type Reference []Step

// ParseReference takes a reference apart. Of several keys behind one name the
// first counts.
func ParseReference(text string) Reference {
	var out Reference
	for rest := text; rest != ""; {
		var s Step
		s, rest = cutStep(rest)
		for strings.HasPrefix(rest, "[") {
			_, rest = cutKey(rest)
		}
		rest = strings.TrimPrefix(rest, ".")
		out = append(out, s)
	}
	return out
}

// Names are the names of the steps, without keys.
func (r Reference) Names() []string {
	var out []string
	for _, s := range r {
		out = append(out, s.Name)
	}
	return out
}

// Block is the name of the resource block that is referred to and what follows
// it, ok false if it is something else, such as a variable.
func (r Reference) Block() (block Resource, rest Reference, ok bool) {
	size := 2
	if len(r) > 0 && modes[r[0].Name] {
		size = 3
	}
	if len(r) < size {
		return Resource{}, nil, false
	}
	block, ok = Resource{}.fill(r[:size])
	return block, r[size:], ok && !notTypes[block.Type]
}

// notTypes begin references to something else than a resource.
var notTypes = map[string]bool{
	"var": true, "local": true, "module": true, "each": true, "count": true, "self": true, "path": true,
	"terraform": true,
}
