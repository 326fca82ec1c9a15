package locate

import (
	"regexp"
	"strconv"
	"strings"
)

// index is a number in brackets at the end of a step.
var index = regexp.MustCompile(`^(.*?)\[(\d+)\]$`)

// Steps reads a path as reports write it: origin[0].domain_name.
func Steps(attribute string) []Step {
	if attribute == "" {
		return nil
	}
	var out []Step
	for _, step := range strings.Split(attribute, ".") {
		var numbers []Step
		for m := index.FindStringSubmatch(step); m != nil; m = index.FindStringSubmatch(step) {
			n, _ := strconv.Atoi(m[2])
			numbers, step = append([]Step{Item(n)}, numbers...), m[1]
		}
		out = append(append(out, Name(step)), numbers...)
	}
	return out
}
