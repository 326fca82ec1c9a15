package fix

import (
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/plan403/plan403/checks"
)

const wired = `
-- main.tf --
resource "aws_s3_bucket" "site" { bucket = "site" }
resource "aws_s3_bucket" "each" {
  for_each = toset(["a", "b"])
  bucket   = "each-${each.key}"
}
resource "aws_s3_bucket_policy" "each" {
  for_each = aws_s3_bucket.each
  bucket   = each.value.id
  policy   = "{}"
}
resource "aws_s3_bucket_policy" "some" {
  for_each = toset(["a"])
  bucket   = aws_s3_bucket.each[each.key].id
  policy   = "{}"
}
resource "aws_s3_bucket" "count" {
  count  = 2
  bucket = "count-${count.index}"
}
module "cdn" {
  source = "./cdn"
  bucket = aws_s3_bucket.site.bucket_regional_domain_name
}
module "policy" {
  source = "./policy"
  arn    = module.cdn.arn
}
-- cdn/main.tf --
variable "bucket" {}
resource "aws_cloudfront_distribution" "this" {}
output "id" { value = aws_cloudfront_distribution.this.id }
output "arn" { value = aws_cloudfront_distribution.this.arn }
-- policy/main.tf --
variable "arn" {}
resource "aws_s3_bucket_policy" "this" {
  bucket = "site"
  policy = "{}"
}
`

func TestReference(t *testing.T) {
	files := map[string]string{}
	for _, f := range txtar.Parse([]byte(wired)).Files {
		files[f.Name] = string(f.Data)
	}
	_, w := alone(t, folderOf(t, files))
	c := w.Case(checks.Finding{})
	const distribution = "module.cdn.aws_cloudfront_distribution.this"
	for name, r := range map[string]struct{ from, to, attribute, want string }{
		"in one module":                      {"", "aws_s3_bucket.site", "arn", "aws_s3_bucket.site.arn"},
		"an instance of its own":             {`aws_s3_bucket_policy.each["b"]`, `aws_s3_bucket.each["b"]`, "arn", "aws_s3_bucket.each[each.key].arn"},
		"an instance beside others":          {"", `aws_s3_bucket.each["b"]`, "arn", `aws_s3_bucket.each["b"].arn`},
		"one of fewer instances":             {`aws_s3_bucket_policy.some["a"]`, `aws_s3_bucket.each["a"]`, "arn", `aws_s3_bucket.each["a"].arn`},
		"an instance of count":               {"aws_s3_bucket_policy.each", "aws_s3_bucket.count[1]", "id", "aws_s3_bucket.count[1].id"},
		"by the output of a module":          {"", distribution, "arn", "module.cdn.arn"},
		"by input and output":                {"module.policy.aws_s3_bucket_policy.this", distribution, "arn", "var.arn"},
		"by the input of a module":           {"module.cdn", "aws_s3_bucket.site", "bucket_regional_domain_name", "var.bucket"},
		"nothing leads to another attribute": {"", distribution, "domain_name", ""},
		"nor into a module without inputs":   {"module.policy", "aws_s3_bucket.site", "arn", ""},
		"nor to what is not written":         {"", "aws_s3_bucket.none", "arn", ""},
		"text that is no address is nothing": {"", "aws", "arn", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := c.Reference(r.from, r.to, r.attribute)
			if ok != (r.want != "") || ok && got != r.want {
				t.Errorf("%q, %v; want %q", got, ok, r.want)
			}
		})
	}
}
