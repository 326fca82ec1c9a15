package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"
)

func TestLargeReportFitsAComment(t *testing.T) {
	r := ordinary.report()
	for i := range 2000 {
		f := r.Plans[0].Findings[0]
		f.Address = fmt.Sprintf("aws_s3_bucket_policy.site[%d]", i)
		r.Plans[0].Findings = append(r.Plans[0].Findings, f)
	}
	out := written(t, "markdown", r, Style{})
	if len(out) > 65536 {
		t.Errorf("%d bytes, GitHub takes 65536", len(out))
	}
	if !strings.Contains(out, "left out") {
		t.Error("does not say that something is left out")
	}
	checkMarkdown(t, r, out)
}

func readMarkdown(t *rapid.T, r Report, out string) { checkMarkdown(t, r, out) }

var ourHTML = regexp.MustCompile(`^(<!-- plan403 -->|</?code>|</details>|<details><summary>[^<]*(<b>[a-z0-9-]+</b> at <code>[^<]*</code>)?</summary>)\n?$`)

// checkMarkdown reads a comment with a parser that is not ours: it holds our
// own elements and nothing that a plan could add.
func checkMarkdown(t rapid.TB, r Report, out string) {
	t.Helper()
	source := []byte(out)
	folds := 0
	html := func(s string) {
		if !ourHTML.MatchString(s) {
			t.Fatalf("HTML %q in\n%s", s, out)
		}
		folds += strings.Count(s, "<details>") - strings.Count(s, "</details>")
	}
	tables := 0
	walk := func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link, *ast.Image, *ast.AutoLink, *ast.CodeBlock:
			t.Fatalf("%s in\n%s", n.Kind(), out)
		case *ast.HTMLBlock:
			html(string(n.Lines().Value(source)))
		case *ast.RawHTML:
			html(string(n.Segments.Value(source)))
		case *ast.FencedCodeBlock:
			checkFence(t, string(n.Language(source)), string(n.Lines().Value(source)))
		case *east.Table:
			tables++
		case *east.TableRow:
			if n.ChildCount() != 4 {
				t.Fatalf("a row of %d cells in\n%s", n.ChildCount(), out)
			}
		}
		return ast.WalkContinue, nil
	}
	document := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	if err := ast.Walk(document, walk); err != nil {
		t.Fatal(err)
	}
	want := slices.DeleteFunc(slices.Clone(r.Plans), func(p Plan) bool { return len(p.Findings) == 0 })
	if folds != 0 || tables != len(want) {
		t.Fatalf("%d folds left open, %d tables for %d plans:\n%s", folds, tables, len(want), out)
	}
}

var mermaidLine = regexp.MustCompile(`^(flowchart LR|  n\d+(\(\["L"\]\)|\["L"\]|\("L"\)|\[\("L"\)\])|  n\d+ (==>|-->|-\.->)(\|"L"\|)? n\d+|  linkStyle \d+(,\d+)* stroke:#d1242f,color:#d1242f)$`)

var mermaidLabel = regexp.MustCompile(`"(?:[\pL\pN ._/,…-]|#\d+;)*"`)

func checkFence(t rapid.TB, language, body string) {
	t.Helper()
	switch language {
	case "hcl":
		if strings.Count(body, "\n") != 1 {
			t.Fatalf("a snippet of several lines: %q", body)
		}
	case "mermaid":
		for line := range strings.Lines(body) {
			if plain := mermaidLabel.ReplaceAllString(strings.TrimSuffix(line, "\n"), `"L"`); !mermaidLine.MatchString(plain) {
				t.Fatalf("no line of a flowchart: %q", line)
			}
		}
	default:
		t.Fatalf("a fence of %q", language)
	}
}
