package fix

import (
	"strings"
	"testing"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/fix/cure"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/simulate"
)

func TestWorse(t *testing.T) {
	served, forbidden, other, unknown, absent := simulate.Served, simulate.Forbidden, simulate.Other, simulate.Unknown, simulate.Absent
	for name, c := range map[string]struct {
		was, is simulate.Verdict
		want    bool
	}{
		"what is refused can only win":           {forbidden, other, false},
		"and what nobody knows of it":            {forbidden, unknown, false},
		"what is served has to be":               {served, other, true},
		"and known to be":                        {served, unknown, true},
		"or is lost with its distribution":       {served, absent, true},
		"another answer may become the object":   {other, served, false},
		"but not a refusal":                      {other, forbidden, true},
		"what is not known may have been served": {unknown, other, true},
		"what stays is not worse":                {unknown, unknown, false},
		"a new distribution takes from nobody":   {absent, forbidden, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := worse(c.was, c.is); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

// site is a distribution whose access control does not sign, with room for more.
const site = `
resource "aws_s3_bucket" "b" {
  bucket = "b"
}

resource "aws_cloudfront_origin_access_control" "oac" {
  name                              = "oac"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "never"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_distribution" "d" {
  enabled             = true
  default_root_object = "index.html"
  origin {
    domain_name              = aws_s3_bucket.b.bucket_regional_domain_name
    origin_id                = "b"
    origin_access_control_id = aws_cloudfront_origin_access_control.oac.id
  }
  default_cache_behavior {
    target_origin_id       = "b"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {
    cloudfront_default_certificate = true
  }
}

resource "aws_s3_bucket_policy" "b" {
  bucket = aws_s3_bucket.b.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.b.arn}/*"
      Condition = { StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.d.arn } }
    }]
  })
}
`

// replace is the candidate that writes one text for another.
func replace(t *testing.T, w *World, pairs ...string) cure.Candidate {
	t.Helper()
	var c cure.Candidate
	src := string(w.Tree.Source("main.tf"))
	for i := 0; i < len(pairs); i += 2 {
		at := strings.Index(src, pairs[i])
		if at < 0 || strings.Count(src, pairs[i]) > 1 {
			t.Fatalf("%q does not stand in the source once", pairs[i])
		}
		p := hcledit.NewPieces("main.tf", []byte(src))
		c.Edits = append(c.Edits, p.Change(at, at+len(pairs[i]), pairs[i+1]))
	}
	return c
}

func TestProof(t *testing.T) {
	for name, c := range map[string]struct {
		edit []string
		want string // in the error, "" if the proof holds
	}{
		"a cure is accepted":                           {[]string{`"never"`, `"always"`}, ""},
		"one that changes nothing is not":              {[]string{`"never"`, `"never" `}, "the finding stays"},
		"nor one that breaks something else":           {[]string{`"never"`, `"always"`, `"s3:GetObject"`, `"s3:PutObject"`}, "it leads to action-not-granted"},
		"nor one that ends the distribution's answers": {[]string{`"never"`, `"always"`, `    target_origin_id       = "b"`, `    target_origin_id       = "c"`}, "apply-rejected"},
		"nor one that does not parse":                  {[]string{`"never"`, `"always`}, "would not parse"},
		"nor one that makes a circle": {[]string{
			`"never"`, `"always"`, `  bucket = "b"`, `  bucket = substr("b${aws_cloudfront_distribution.d.id}", 0, 1)`,
		}, "circle"},
		"nor one by a local": {[]string{
			`"never"`, `"always"`, `  bucket = "b"`, "  bucket = local.name\n}\n\nlocals {\n  name = substr(\"b${aws_cloudfront_distribution.d.id}\", 0, 1)",
		}, "circle"},
		"nor one that makes the answer unknown": {[]string{`"never"`, `var.behavior`, `resource "aws_s3_bucket" "b" {`, "variable \"behavior\" {}\n\nresource \"aws_s3_bucket\" \"b\" {"}, "not known"},
	} {
		t.Run(name, func(t *testing.T) {
			g, w := alone(t, folderOf(t, map[string]string{"main.tf": site}))
			f := theOnly(t, w)
			is, err := g.edited(w, replace(t, w, c.edit...).Edits)
			if err == nil {
				err = w.accepted(is, f)
			}
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

// theOnly is the finding of a world that has one worth an edit.
func theOnly(t *testing.T, w *World) (out checks.Finding) {
	t.Helper()
	n := 0
	for _, f := range w.Findings {
		if serious(w, f) {
			out = f
			n++
		}
	}
	if n != 1 {
		t.Fatalf("%d findings: %+v", n, w.Findings)
	}
	return out
}
