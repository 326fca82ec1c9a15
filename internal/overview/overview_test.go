package overview

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/simulate"
)

func get(path string) simulate.Request {
	return simulate.Request{Method: "GET", Scheme: "https", Path: path}
}

// site is a distribution of one behavior that serves all paths but the root.
func site(address, bucket string) Distribution {
	return Distribution{
		Address: address, Names: []string{bucket + ".example.com"}, Enabled: "yes",
		Behaviors: []Behavior{{
			Pattern: "default", Methods: []string{"GET", "HEAD"}, Viewers: "https only",
			Routes: []Route{{Origin: "s3", Caller: "oac", Bucket: bucket, Prefix: "v1/", Key: "alias/site"}},
			Classes: []Class{
				{Request: get("/a"), Every: true, Before: simulate.Served, After: simulate.Served},
				{Request: get("/"), Before: simulate.Served, After: simulate.Forbidden, Rules: []string{"directory-index-missing"}},
			},
		}},
	}
}

func written(t *testing.T, format string, plans ...Plan) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, format, plans, report.Style{Width: 80}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestText(t *testing.T) {
	many := Plan{Path: "plan.json", Distributions: []Distribution{
		site(`aws_cloudfront_distribution.site["a"]`, `aws_s3_bucket.site["a"]`),
		site(`aws_cloudfront_distribution.site["b"]`, `aws_s3_bucket.site["b"]`),
		site(`aws_cloudfront_distribution.other`, "aws_s3_bucket.other"),
	}}
	const want = `aws_cloudfront_distribution.site["a"] and 1 other like it
  aws_s3_bucket.site["a"].example.com
  └─ default  GET HEAD  https only
     → s3 → aws_s3_bucket.site["a"]/v1, as oac, encrypted with alias/site
       every path  served
       /           served → 403  directory-index-missing

aws_cloudfront_distribution.other
  aws_s3_bucket.other.example.com
  └─ default  GET HEAD  https only
     → s3 → aws_s3_bucket.other/v1, as oac, encrypted with alias/site
       every path  served
       /           served → 403  directory-index-missing
`
	if diff := cmp.Diff(want, written(t, "text", many)); diff != "" {
		t.Error(diff)
	}
}

// TestHostileText: what a plan can put into names does not leave its place in any
// format.
func TestHostileText(t *testing.T) {
	evil := "x\x1b[31m\n\"];\\\" onclick=1 <script> ${a} %{b}"
	d := site(evil, evil)
	d.Served = []string{"/" + evil}
	for _, format := range Formats() {
		out := written(t, format, Plan{Path: evil, Distributions: []Distribution{d}})
		if strings.ContainsAny(out, "\x1b") {
			t.Errorf("%s: a control character is printed: %q", format, out)
		}
		if format == "dot" && strings.Contains(out, `n"];`) {
			t.Errorf("dot: a quote ends the label: %s", out)
		}
		if format == "mermaid" && strings.Contains(out, "<script>") {
			t.Errorf("mermaid: markup: %s", out)
		}
		if format == "svg" {
			wellFormed(t, out)
		}
		if format == "hcl" && (strings.Contains(out, `"${a`) || strings.Contains(out, " ${a}") && !strings.Contains(out, "$${a}")) {
			t.Errorf("hcl: a template: %s", out)
		}
	}
}

// wellFormed checks that a picture is XML, with nothing but what draws.
func wellFormed(t *testing.T, text string) {
	t.Helper()
	allowed := []string{"svg", "style", "rect", "text", "path", "title"}
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		if e, ok := token.(xml.StartElement); ok && !slices.Contains(allowed, e.Name.Local) {
			t.Errorf("an element %s", e.Name.Local)
		}
	}
}

// TestSVGBoxesDoNotMeet: a picture of many sites can be read.
func TestSVGBoxesDoNotMeet(t *testing.T) {
	var list []Distribution
	for i := range 40 {
		d := site(fmt.Sprintf("aws_cloudfront_distribution.d%d", i), fmt.Sprintf("aws_s3_bucket.b%d", i%7))
		for k := range i % 5 {
			d.Behaviors = append(d.Behaviors, Behavior{Pattern: fmt.Sprintf("/p%d/*", k), Routes: []Route{{Bucket: fmt.Sprintf("aws_s3_bucket.b%d", k)}}})
		}
		list = append(list, d)
	}
	g := newGraph([]Plan{{Distributions: list}})
	boxes, width, height := layout(g, g.columns())
	for i, a := range boxes {
		if a.x < 0 || a.y <= 0 || a.x+a.w > width || a.y+a.h > height {
			t.Errorf("%v is out of the picture", a.lines)
		}
		for _, b := range boxes[:i] {
			if a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h {
				t.Errorf("%v and %v meet", a.lines, b.lines)
			}
		}
	}
}

func TestFilter(t *testing.T) {
	plans := []Plan{{Distributions: []Distribution{site("one", "b1"), site("two", "b2")}}}
	forbidden, unknown := simulate.Forbidden, simulate.Unknown
	tests := []struct {
		name   string
		filter Filter
		want   []string
	}{
		{"everything", Filter{}, []string{"one", "two"}},
		{"by a part of the address", Filter{Address: "ne"}, []string{"one"}},
		{"by a name", Filter{Alias: "b2.example"}, []string{"two"}},
		{"by a verdict that both have", Filter{Verdict: &forbidden}, []string{"one", "two"}},
		{"by a verdict that none has", Filter{Verdict: &unknown}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, d := range tt.filter.Keep(plans)[0].Distributions {
				got = append(got, d.Address)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestPictureIsDrawnInParts: only what shares a bucket is drawn together.
func TestPictureIsDrawnInParts(t *testing.T) {
	both := site("d", "x")
	both.Behaviors = append(both.Behaviors, site("d", "y").Behaviors...)
	for _, c := range []struct {
		name string
		list []Distribution
		want []string
	}{
		{"each has its own bucket", []Distribution{site("a", "x"), site("b", "y")}, []string{"a", "b"}},
		{"two share one", []Distribution{site("a", "x"), site("b", "y"), site("c", "x")}, []string{"a c", "b"}},
		{"one joins two", []Distribution{site("a", "x"), site("b", "y"), both, site("e", "y")}, []string{"a b d e"}},
		{"there is none", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, part := range (Plan{Distributions: c.list}).apart() {
				var names []string
				for _, d := range part.Distributions {
					names = append(names, d.Address)
				}
				got = append(got, strings.Join(names, " "))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
