package symbol

import (
	"encoding/json"
	"testing"
)

func TestTable(t *testing.T) {
	var table Table
	id, _ := table.New(Fresh, "aws_cloudfront_distribution.site.id", Origin{Address: "aws_cloudfront_distribution.site", Attribute: "id"})
	again, _ := table.New(Fresh, "aws_cloudfront_distribution.site.id", Origin{})
	other, _ := table.New(Fresh, "aws_cloudfront_distribution.blog.id", Origin{Address: "aws_cloudfront_distribution.blog", Attribute: "id"})
	account, _ := table.New(Atom, "account", Origin{Attribute: "account id"})
	if id != again {
		t.Error("one key gave two symbols")
	}
	if id == other {
		t.Error("two keys gave one symbol")
	}

	arn := "arn:aws:cloudfront::" + account + ":distribution/" + id
	table.Label(arn, "aws_cloudfront_distribution.site", "arn")
	bucket, _ := table.New(Fresh, "bucket", Origin{Address: "aws_s3_bucket.docs", Attribute: "bucket"})
	table.Label(bucket, "aws_s3_bucket.docs", "bucket")
	table.Label(bucket, "aws_s3_bucket.docs", "id")
	table.Label(bucket, "aws_s3_bucket_policy.docs", "id")
	tests := []struct{ name, text, want string }{
		{"a value that another resource takes over keeps the name of its own", bucket, "${aws_s3_bucket.docs.id}"},
		{"a labelled text is shown by its label", "x " + arn, "x ${aws_cloudfront_distribution.site.arn}"},
		{"a symbol alone is shown by its origin", "d/" + other, "d/${aws_cloudfront_distribution.blog.id}"},
		{"a value of no resource is shown by its name", account, "${account id}"},
		{"plain text is left alone", "arn:aws:s3:::b/*", "arn:aws:s3:::b/*"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := table.Display(tt.text); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSecret(t *testing.T) {
	var table Table
	s := table.Secret("hunter22", Origin{Address: "var.password"})
	if got := table.Reveal("x" + s + "*"); got != "xhunter22*" {
		t.Errorf("revealed %q", got)
	}
	for _, text := range []string{"x" + s, "xhunter22"} {
		if got := table.Display(text); got != "x(sensitive)" {
			t.Errorf("displayed %q", got)
		}
	}
	if Unknown(s) {
		t.Error("a secret counts as unknown")
	}
}

func TestKinds(t *testing.T) {
	var table Table
	for _, kind := range []Kind{Fresh, Atom, Opaque} {
		s, ok := table.New(kind, "k", Origin{})
		if !ok || KindOf([]rune(s)[0]) != kind || !Contains(s) || !Unknown(s) {
			t.Errorf("kind %v is not told by the rune", kind)
		}
		var back string
		b, _ := json.Marshal(s)
		if json.Unmarshal(b, &back) != nil || back != s {
			t.Errorf("kind %v does not survive JSON", kind)
		}
	}
	for _, s := range []string{"", "abc", "ä€", "😀"} {
		if Contains(s) {
			t.Errorf("%q is taken for a symbol", s)
		}
	}
}

func TestExhausted(t *testing.T) {
	var table Table
	for i := range int(lastFresh-firstFresh) + 1 {
		if _, ok := table.New(Fresh, string(rune(i+1)), Origin{}); !ok {
			t.Fatalf("ran out after %d", i)
		}
	}
	if _, ok := table.New(Fresh, "one more", Origin{}); ok {
		t.Error("a symbol beyond the range was handed out")
	}
}
