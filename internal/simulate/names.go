package simulate

import (
	"slices"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// names are texts that may hold symbols; those that hold none are found in a
// table.
type names struct {
	known map[string]bool
	open  []string
}

func (n *names) add(name string) {
	if symbol.Contains(name) {
		n.open = append(n.open, name)
		return
	}
	if n.known == nil {
		n.known = map[string]bool{}
	}
	n.known[name] = true
}

func (n *names) none() bool { return len(n.known)+len(n.open) == 0 }

// mayHold reports whether a text may be one of the names.
func (n *names) mayHold(text string) bool {
	if n.known[text] {
		return true
	}
	if symbol.Contains(text) {
		for name := range n.known {
			if mayBe(name, text) {
				return true
			}
		}
	}
	return slices.ContainsFunc(n.open, func(name string) bool { return mayBe(name, text) })
}

func mayBe(a, b string) bool { return glob.CompileLiteral(a).Match(b) != tri.No }
