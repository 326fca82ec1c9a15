package report

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/atlas"
	"github.com/plan403/plan403/internal/page"
)

// pageElements are all elements that a page has, with the attributes that they may have.
// None but the program's own script and style can act, and no attribute is a handler.
var pageElements = map[string][]string{
	"html": {"lang"}, "head": nil, "meta": {"charset", "http-equiv", "content", "name"}, "title": nil,
	"link": {"rel", "href"}, "body": nil, "a": {"class", "href", "title", "rel"}, "header": {"class"}, "h1": nil,
	"h2": {"id"}, "h3": nil, "h4": {"id"}, "p": {"class", "hidden"}, "ul": {"class"}, "li": {"class"}, "b": nil,
	"noscript": nil, "code": nil, "main": {"id", "tabindex"}, "section": {"class", "id", "tabindex", "aria-label", "aria-labelledby", "hidden"},
	"div": {"class", "tabindex", "role", "aria-label"}, "span": {"class", "aria-hidden"}, "br": nil, "pre": {"class"}, "ol": nil,
	"article":  {"class", "id", "tabindex", "aria-labelledby", "data-kind", "data-rule", "data-change", "data-about"},
	"fieldset": nil, "legend": nil, "label": {"class"}, "input": {"type", "name", "value", "checked", "autocomplete", "spellcheck", "required", "autocapitalize", "placeholder"},
	"form": {"id", "role", "aria-label", "hidden"}, "select": {"name"}, "option": {"value"}, "button": {"type"},
	"output": {"name", "aria-live"}, "details": nil, "summary": nil, "table": {"hidden"}, "thead": nil, "tbody": {"aria-live"},
	"tr": {"class"}, "th": {"scope"}, "td": nil, "footer": nil, "kbd": nil,
}

var pageData = regexp.MustCompile(`(?s)<script type="application/json" id="data">(.*?)</script>`)

// own are the program's style and script, which are not looked into.
var own = regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>`)

// readHTML: whatever a plan holds is text in the page, and no link leads out of it.
func readHTML(t *rapid.T, r Report, out string) {
	if n := strings.Count(out, "<script") + strings.Count(out, "<style"); n != 3 {
		t.Fatalf("%d elements with style, script or data, want the program's three", n)
	}
	var got []atlas.Data
	if err := json.Unmarshal([]byte(pageData.FindStringSubmatch(out)[1]), &got); err != nil {
		t.Fatal(err)
	}
	want := []atlas.Data{*r.Plans[0].Atlas}
	if utf8.ValidString(want[0].Plan+want[0].Lines[0]) && cmp.Diff(want, got, cmpopts.IgnoreUnexported(atlas.Data{})) != "" {
		t.Fatalf("the data %v come back as %v", want, got)
	}
	links := regexp.MustCompile(`^#(main|f[0-9]+|d-[0-9a-f]{16})$|^data:,$|^` + homepage + `/blob/main/docs/rules/[a-z0-9-]+\.md$`)
	d := xml.NewDecoder(strings.NewReader(own.ReplaceAllString(pageData.ReplaceAllString(out, ""), "")))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		allowed, known := pageElements[e.Name.Local]
		if !known {
			t.Fatalf("element %s in %s", e.Name.Local, out)
		}
		for _, a := range e.Attr {
			if !slices.Contains(allowed, a.Name.Local) {
				t.Fatalf("attribute %s of %s in %s", a.Name.Local, e.Name.Local, out)
			}
			if a.Name.Local == "href" && !links.MatchString(a.Value) {
				t.Fatalf("a link to %q", a.Value)
			}
		}
	}
}

// TestSourceInPage: the page shows a finding's source as the text format does.
func TestSourceInPage(t *testing.T) {
	p := ordinary.broken()
	want := []page.Mark{
		{Text: "  "},
		{Text: "   3", Class: "n"},
		{Text: " |   /* 𝒳 */ policy = \"{}\"\n       |           "},
		{Text: "^^^^^^", Class: "here"},
		{Text: "\n  "},
		{Text: "   4", Class: "n"},
		{Text: " | }\n       | "},
		{Text: "- site asks here", Class: "why"},
	}
	got, _ := p.marked(p.Findings[0])
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSpansInPage(t *testing.T) {
	want := []page.Span{
		{Text: "through ("}, {Text: "aws_s3_bucket.a", Code: true}, {Text: "), so viewers get 403."},
	}
	if diff := cmp.Diff(want, spans("through (aws_s3_bucket.a), so viewers get 403.")); diff != "" {
		t.Error(diff)
	}
}

// TestLinksInPage: every link of a page leads to something in it.
func TestLinksInPage(t *testing.T) {
	out := written(t, "html", ordinary.report(), Style{})
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(out, -1) {
		if ids[m[1]] {
			t.Errorf("two elements have the id %s", m[1])
		}
		ids[m[1]] = true
	}
	links := regexp.MustCompile(` href="#([^"]*)"`).FindAllStringSubmatch(out, -1)
	for _, m := range links {
		if !ids[m[1]] {
			t.Errorf("a link leads to #%s, which is not there", m[1])
		}
	}
	if len(links) < 8 {
		t.Errorf("%d links, want some", len(links))
	}
}
