package plan

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/source"
)

// folder writes files and loads them as source.
func folder(t *testing.T, files map[string]string) *source.Tree {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := source.LoadIn(dir, ".")
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// Source belongs to a plan when modules hold the same resources and calls.
func TestMatchSource(t *testing.T) {
	config := mustRead(t, planJSON(t, nil, creating("aws_s3_bucket.docs", attrs{"bucket": "docs"}))).Config
	const docs = `resource "aws_s3_bucket" "docs" {` + "\n  bucket = \"docs\"\n}\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  string // in the error, "" for none
	}{
		"the plan's files":       {map[string]string{"main.tf": docs}, ""},
		"spread over files":      {map[string]string{"a.tf": "# nothing here\n", "b.tf": docs}, ""},
		"a resource is missing":  {map[string]string{"main.tf": "# nothing here\n"}, "aws_s3_bucket.docs"},
		"a resource is too many": {map[string]string{"main.tf": docs + `resource "aws_s3_bucket" "more" {}`}, "aws_s3_bucket.more"},
	} {
		t.Run(name, func(t *testing.T) {
			err := MatchSource(config, folder(t, c.files))
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("error %v, want one that names %s", err, c.want)
			}
		})
	}
	if err := MatchSource(nil, folder(t, map[string]string{"main.tf": docs})); err == nil {
		t.Error("a plan without configuration matches")
	}
	call := folder(t, map[string]string{"main.tf": `module "m" { source = "./m" }`, "m/main.tf": docs})
	config = mustRead(t, `{"format_version":"1.2","configuration":{"root_module":{"module_calls":{"m":{"source":"./m"}}}}}`).Config
	if err := MatchSource(config, call); err != nil {
		t.Errorf("a plan that does not tell what is in its module does not match: %v", err)
	}
}

// A place is the argument, else the block around it, else the resource.
func TestSourceRange(t *testing.T) {
	tree := folder(t, map[string]string{"main.tf": `resource "aws_cloudfront_distribution" "site" {
  enabled = true
  origin {
    domain_name = "docs.s3.eu-west-1.amazonaws.com"
  }
}
`})
	_, after := mustStates(t, mustRead(t, planJSON(t, nil, creating("aws_cloudfront_distribution.site", attrs{"enabled": true}))), StateOptions{Source: tree})
	r := after.Resource("aws_cloudfront_distribution.site")
	for attribute, line := range map[string]int{"enabled": 2, "origin[0].domain_name": 4, "origin[0].origin_path": 3, "comment": 1, "": 1} {
		rng, ok := SourceRange(tree, r, attribute)
		if !ok || rng.Start.Line != line {
			t.Errorf("%q is on line %d (%v), want %d", attribute, rng.Start.Line, ok, line)
		}
	}
	if _, ok := SourceRange(tree, &Resource{Mode: "managed", Type: "aws_s3_bucket", Name: "gone"}, "bucket"); ok {
		t.Error("a resource that is not in the source has a place")
	}
}

// With the source at hand, an expression is evaluated and not guessed at.
func TestFillFromSource(t *testing.T) {
	tree := folder(t, map[string]string{"main.tf": `
resource "aws_s3_bucket" "docs" {
  bucket = "docs"
}
resource "aws_s3_bucket" "logs" {
  bucket = "${aws_s3_bucket.docs.id}-logs"
}
resource "aws_cloudfront_distribution" "site" {
  enabled = true
}
resource "aws_s3_bucket_policy" "docs" {
  bucket = aws_s3_bucket.docs.id
  policy = jsonencode({ Condition = "arn:aws:cloudfront::111122223333:distribution/${aws_cloudfront_distribution.site.id}" })
}
`})
	text := planJSON(t, nil,
		creating("aws_s3_bucket.docs", attrs{"bucket": "docs", "id": nil}), creating("aws_s3_bucket.logs", attrs{"bucket": nil, "id": nil}),
		creating("aws_cloudfront_distribution.site", attrs{"enabled": true, "id": nil}), creating("aws_s3_bucket_policy.docs", attrs{"bucket": nil, "policy": nil}))
	_, after := mustStates(t, mustRead(t, text), StateOptions{Source: tree, Account: "111122223333", Region: "eu-west-1"})
	id := after.Resource("aws_cloudfront_distribution.site").String("id")
	for _, c := range []struct{ address, attribute, want string }{
		{"aws_s3_bucket.logs", "bucket", "docs-logs"},
		{"aws_s3_bucket_policy.docs", "bucket", "docs"},
		{"aws_s3_bucket_policy.docs", "policy", `{"Condition":"arn:aws:cloudfront::111122223333:distribution/` + id + `"}`},
	} {
		if got := after.Resource(c.address).String(c.attribute); got != c.want {
			t.Errorf("%s of %s is %q, want %q", c.attribute, c.address, got, c.want)
		}
	}
}
