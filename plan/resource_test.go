package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

func objectOf(attrs map[string]cty.Value) cty.Value { return cty.ObjectVal(attrs) }

// Booleans and numbers come as such or as text; what is of another type is
// unknown, not false.
func TestBool(t *testing.T) {
	b, _ := lifted(attrs{"yes": true, "no": false, "text": "true", "one": "1", "odd": "maybe"}, attrs{"open": true}, nil)
	got := map[string]string{}
	for _, name := range []string{"yes", "no", "text", "one", "odd", "open", "none"} {
		got[name] = b.Bool(name, true).Truth().String()
	}
	want := map[string]string{"yes": "yes", "no": "no", "text": "yes", "one": "yes", "odd": "unknown", "open": "unknown", "none": "yes"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
