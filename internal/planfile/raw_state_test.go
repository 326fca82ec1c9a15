package planfile

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSensitiveMask(t *testing.T) {
	const paths = `[[{"type":"get_attr","value":"password"}],
		[{"type":"get_attr","value":"origin"},{"type":"index","value":{"value":0,"type":"number"}},{"type":"get_attr","value":"domain_name"}],
		[{"type":"get_attr","value":"tags"},{"type":"index","value":"owner"}],
		[{"type":"get_attr","value":"password"},{"type":"get_attr","value":"below"}]]`
	var steps [][]rawStep
	if err := json.Unmarshal([]byte(paths), &steps); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"password": true, "origin": true, "tags": map[string]any{"owner": true}}
	if diff := cmp.Diff(want, sensitiveMask(steps)); diff != "" {
		t.Error(diff)
	}
}

func TestUnwrapped(t *testing.T) {
	for given, want := range map[string]string{
		`{"value":{"a":1},"type":["object",{"a":"number"}]}`: `{"a":1}`,
		`{"value":"x","type":"string","more":1}`:             `{"value":"x","type":"string","more":1}`,
		`{"value":"x"}`:                                      `{"value":"x"}`,
		`"x"`:                                                `"x"`,
	} {
		if got := string(unwrapped(json.RawMessage(given))); got != want {
			t.Errorf("%s becomes %s, want %s", given, got, want)
		}
	}
}
