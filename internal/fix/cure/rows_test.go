package cure

import (
	"testing"

	"github.com/plan403/plan403/checks"
)

// Every rule has cures, or says why none can stand in the source.
func TestEveryRuleHasARow(t *testing.T) {
	for name, row := range argumentCures {
		if _, known := checks.Find(name); !known {
			t.Errorf("there is no rule %s", name)
		}
		if row.find == nil && row.none == "" {
			t.Errorf("%s has neither cures nor a reason", name)
		}
		if _, twice := policyCures[name]; twice {
			t.Errorf("%s has two rows", name)
		}
	}
}
