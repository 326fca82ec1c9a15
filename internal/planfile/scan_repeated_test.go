package planfile

import (
	"reflect"
	"testing"
)

func TestWithoutRepeated(t *testing.T) {
	for name, c := range map[string]struct{ given, want string }{
		"the values after apply are those before": {
			`{"address":"a","change":{"before":{"a":[1]},"after":{"a":[1]},"after_unknown":{}}}`,
			`{"address":"a","change":{"before":{"a":[1]},"after":null,"after_unknown":{}}}`,
		},
		"they stand before those": {`{"change":{"after":{},"before":{}}}`, `{"change":{"after":null,"before":{}}}`},
		"another value":           {`{"change":{"before":{"a":1},"after":{"a":2}}}`, ""},
		"nothing on both sides":   {`{"change":{"before":null,"after":null}}`, ""},
		"a key that is there twice, be it in another spelling": {`{"change":{"before":{},"after":{},"After":{"a":1}}}`, ""},
		"two changes":           {`{"change":{"before":{},"after":{}},"change":{}}`, ""},
		"no change":             {`{"before":{},"after":{}}`, ""},
		"a change that is none": {`{"change":"before"}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			want, wanted := c.want, c.want != ""
			if !wanted {
				want = c.given
			}
			if got, repeated := withoutRepeated([]byte(c.given)); string(got) != want || repeated != wanted {
				t.Errorf("%s, %t, want %s, %t", got, repeated, want, wanted)
			}
		})
	}
}

func TestRepeatedValuesAreHeldOnce(t *testing.T) {
	p := mustRead(t, `{"format_version":"1.2","resource_changes":[
		{"address":"aws_s3_bucket.b","mode":"managed","type":"aws_s3_bucket","name":"b",
		 "change":{"actions":["no-op"],"before":{"bucket":"docs"},"after":{"bucket":"docs"}}}]}`)
	before, after := p.Changes[0].Change.Before, p.Changes[0].Change.After
	if !reflect.DeepEqual(before, map[string]any{"bucket": "docs"}) ||
		reflect.ValueOf(before).Pointer() != reflect.ValueOf(after).Pointer() {
		t.Errorf("before %v and after %v are not one map", before, after)
	}
}
