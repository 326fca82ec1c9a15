package plan

import (
	"encoding/json"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/symbol"
)

// What a change leaves as it is may be taken from before; what it changes, hides or
// makes unknown may not.
func TestAfterIsLiftedAsIfAlone(t *testing.T) {
	for name, c := range map[string]struct{ before, after, unknown, sensitive string }{
		"all stays":                  {`{"a":"x","b":[{"c":1}]}`, `{"a":"x","b":[{"c":1}]}`, `{}`, `{}`},
		"one argument changes":       {`{"a":"x","b":"y"}`, `{"a":"x","b":"z"}`, `{}`, `{}`},
		"one is deep inside":         {`{"b":[{"c":1,"d":2}]}`, `{"b":[{"c":1,"d":3}]}`, `{}`, `{}`},
		"one goes, another comes":    {`{"a":"x"}`, `{"b":"x"}`, `{}`, `{}`},
		"one becomes unknown":        {`{"a":"x"}`, `{}`, `{"a":true}`, `{}`},
		"a part of one does":         {`{"b":[{"c":1}]}`, `{"b":[{}]}`, `{"b":[{"c":true}]}`, `{}`},
		"a mask of what is known":    {`{"b":[{"c":1}]}`, `{"b":[{"c":1}]}`, `{"b":[{"c":false}]}`, `{}`},
		"one becomes sensitive":      {`{"a":"secret"}`, `{"a":"secret"}`, `{}`, `{"a":true}`},
		"a part of one does, within": {`{"b":["secret"]}`, `{"b":["secret"]}`, `{}`, `{"b":[true]}`},
		"all become sensitive":       {`{"a":"secret"}`, `{"a":"secret"}`, `{}`, `true`},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBuilder(&planfile.Plan{}, &symbol.Table{}, StateOptions{})
			decode := func(text string) any { return decodeAny(json.RawMessage(text)) }
			b.before("aws_s3_bucket.b", decode(c.before), decode(`{}`))
			got, known := b.after("aws_s3_bucket.b", decode(c.after), decode(c.unknown), decode(c.sensitive))
			want := b.converter("aws_s3_bucket.b").object(decode(c.after), decode(c.unknown), decode(c.sensitive))
			if got, want := cty.ObjectVal(got), cty.ObjectVal(want); !got.RawEquals(want) {
				t.Errorf("%#v, want %#v", got, want)
			} else if known != want.IsWhollyKnown() {
				t.Errorf("known: %v, want %v of %#v", known, want.IsWhollyKnown(), want)
			}
		})
	}
}
