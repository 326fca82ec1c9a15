package planfile

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// repeated is a plan that says the same n times in one of its parts.
func repeated(before, part, after string, n int) string {
	var b strings.Builder
	b.WriteString(`{"format_version":"1.2",` + before)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strings.ReplaceAll(part, "#", fmt.Sprint(i)))
	}
	return b.String() + after + "}"
}

// What costs memory is bounded for the plan as a whole, wherever it stands.
func TestBudget(t *testing.T) {
	const bucket = `"mode":"managed","type":"aws_s3_bucket","name":"b"`
	tests := []struct {
		name, text string
	}{
		{"many buckets", repeated(`"resource_changes":[`, `{"address":"aws_s3_bucket.b[#]",`+bucket+`,"change":{"actions":["create"],"after":{}}}`, `]`, 10_000)},
		{"buckets of a state", repeated(`"values":{"root_module":{"resources":[`, `{"address":"aws_s3_bucket.b[#]",`+bucket+`,"values":{}}`, `]}}`, 10_000)},
		{"one bucket after the other with many tags", repeated(`"resource_changes":[`, `{"address":"aws_s3_bucket.b[#]",`+bucket+
			`,"change":{"actions":["create"],"after":{"tags":[`+strings.Repeat(`"",`, 5_000)+`""]}}}`, `]`, 30)},
		{"many modules", repeated(`"configuration":{"root_module":{"module_calls":{`, `"m#":{"module":{}}`, `}}}`, 10_000)},
		{"many variables", repeated(`"variables":{`, `"v#":{"value":[1]}`, `}`, 10_000)},
		{"many deferred changes", repeated(`"deferred_changes":[`, `{"resource_change":{"address":"x.y","type":"x"}}`, `]`, 10_000)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := newScanner(newMeter(t.Context(), strings.NewReader(tt.text)), &budget{left: 10 << 20}).document()
			if !errors.Is(err, errCost) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestBudgetIsToldInOneLine(t *testing.T) {
	_, err := readText(t, repeated(`"resource_changes":[`, `{"address":"aws_s3_bucket.b[#]","mode":"managed","type":"aws_s3_bucket","name":"b"}`, `]`, 200_000))
	const want = "plan.json would take more than 480 MiB of memory: no configuration is that large; " +
		"split it, or make a plan of fewer resources with -target"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

// Sites upload objects by the thousand, whose text nothing reads.
func TestPassedAttributesCostNothing(t *testing.T) {
	text := strings.Repeat("x", 10_000)
	p := mustRead(t, repeated(`"resource_changes":[`, `{"address":"aws_s3_object.o[#]","mode":"managed","type":"aws_s3_object","name":"o","index":#,
		"change":{"actions":["create"],"after":{"bucket":"b","key":"k#","content":"`+text+`"},"after_unknown":{"content":true}}}`, `]`, 10_000))
	after, _ := p.Changes[9_999].Change.After.(map[string]any)
	if len(p.Changes) != 10_000 || after["key"] != "k9999" || after["content"] != nil {
		t.Errorf("%d changes, the last of %v", len(p.Changes), after)
	}
}

func TestWithoutPassed(t *testing.T) {
	passed := []string{"content"}
	for given, want := range map[string]string{
		`{"address":"a","change":{"before":null,"after":{"key":"k","content":{"content":1}},"after_unknown":{"content":true}}}`://
		`{"address":"a","change":{"before":null,"after":{"key":"k"},"after_unknown":{}}}`,
		`{ "values" : { "content" : "c" , "tags" : { "content" : "kept" } } }`: `{"values":{"tags":{ "content" : "kept" }}}`,
		`{"content":"of the element","change":{"after_sensitive":true}}`:       `{"content":"of the element","change":{"after_sensitive":true}}`,
		`{"values":{"c\u006fntent":1,"\u0061":2}}`:                             `{"values":{"a":2}}`,
		`{}`: `{}`,
	} {
		if got := string(withoutPassed([]byte(given), passed)); got != want {
			t.Errorf("%s\nbecomes %s\nwant    %s", given, got, want)
		}
	}
}
