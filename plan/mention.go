package plan

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// Mentioned tells by index which of the texts, such as names and ids of things
// outside the plan, stand in a value of one of the state's resources, alone or
// as a part, or are its address: a bucket's name is part of an origin's domain name. What is assumed
// mentions nothing.
func (s *State) Mentioned(texts []string) []bool {
	out := make([]bool, len(texts))
	left := len(texts)
	for _, r := range s.Resources {
		if left == 0 {
			break
		}
		if r.assumed || r.value == cty.NilVal {
			continue
		}
		for i, text := range texts {
			if !out[i] && r.Address == text {
				out[i] = true
				left--
			}
		}
		_ = cty.Walk(r.value, func(_ cty.Path, v cty.Value) (bool, error) {
			text, ok := r.text(v)
			for i := 0; ok && i < len(texts); i++ {
				if !out[i] && strings.Contains(text, texts[i]) {
					out[i] = true
					left--
				}
			}
			return true, nil // the callback never fails
		})
	}
	return out
}
