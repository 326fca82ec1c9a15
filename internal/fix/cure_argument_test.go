package fix

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/hcledit"
)

// The edits that end the findings of a rule in a fixture, line by line, without the
// comments that say what is to be found there.
func TestCuresInArguments(t *testing.T) {
	tests := []struct {
		name, fixture, rule string
		want                []string
	}{
		{"a name that a record leads here is made of the same variable", "www-not-among-aliases", "alias-missing", []string{
			`-  aliases             = [var.domain]`,
			`+  aliases             = [var.domain, "www.${var.domain}"]`,
		}},
		{"a policy waits for the block that lets it", "first-apply-may-fail", "apply-order", []string{
			``, `+  depends_on = [aws_s3_bucket_public_access_block.mirror]`,
		}},
		{"and the block no longer for the policy", "block-opened-too-late", "apply-public-policy-blocked", []string{
			`-  depends_on              = [aws_s3_bucket_policy.forum]`,
			``, `+  depends_on = [aws_s3_bucket_public_access_block.forum]`,
		}},
		{"a log bucket takes ACLs", "logs-to-bucket-without-acls", "apply-rejected", []string{
			`+resource "aws_s3_bucket_ownership_controls" "logs" {`, `+  bucket = aws_s3_bucket.logs.id`, ``, `+  rule {`,
			`+    object_ownership = "BucketOwnerPreferred"`, `+  }`, `+}`, ``, ``,
			`+  depends_on = [aws_s3_bucket_ownership_controls.logs]`,
		}},
		{"a page of an app is sent with 200", "error-page-without-response-code", "apply-rejected", []string{
			`+    response_code      = 200`,
		}},
		{"the name of an endpoint stands where the instance has its own", "origin-is-no-endpoint", "apply-rejected", []string{
			`-    fonts = "marguerite-fonts.s3.EU.amazonaws.com"`,
			`+    fonts = "marguerite-fonts.s3.eu-west-3.amazonaws.com"`,
			`-    domain_name              = aws_s3_bucket.pages["marguerite-pages"].bucket`,
			`+    domain_name              = aws_s3_bucket.pages["marguerite-pages"].bucket_regional_domain_name`,
		}},
		{"of an access control and an identity the control stays", "oac-and-oai-on-one-origin", "apply-rejected", []string{
			``, `-    s3_origin_config {`, `-      origin_access_identity = "origin-access-identity/cloudfront/E2QWRUHAPOMQZL"`, `-    }`,
		}},
		{"a certificate covers the alias", "certificate-without-alias", "apply-rejected", []string{
			`-  subject_alternative_names = ["*.www.${var.domain}"]`,
			`+  subject_alternative_names = ["*.www.${var.domain}", "www.${var.domain}"]`,
		}},
		{"a certificate is made where CloudFront looks for it", "certificate-in-another-region", "apply-rejected", []string{
			`+  provider = aws.virginia`,
		}},
		{"an access control has its own name", "access-controls-of-one-name", "apply-rejected", []string{
			`-  name = "loon-lake"`, `+  name = "loon-lake-preview"`,
		}},
		{"a function is published and named by its version", "edge-function-without-version", "apply-rejected", []string{
			`-      lambda_arn = aws_lambda_function.edge.arn`, `+      lambda_arn = aws_lambda_function.edge.qualified_arn`,
			`-  publish = false`, `+  publish = true`,
		}},
		{"a bucket is made without an ACL", "bucket-made-with-public-acl", "apply-rejected", []string{`-  acl    = "public-read"`}},
		{"a CORS rule has no OPTIONS", "cors-rule-allows-options", "apply-rejected", []string{
			`-    allowed_methods = ["GET", "OPTIONS"]`, `+    allowed_methods = ["GET"]`,
		}},
		{"an ACL is private where the module is called", "blocked-by-bucket-module", "apply-public-acl-blocked", []string{
			`-  acl     = "public-read"`, `+  acl     = "private"`,
		}},
		{"the narrower pattern comes first", "shadowed-behavior", "behavior-shadowed", []string{
			`-    { path = "/media/*", origin = "media" },`, `+    { path = "/media/*", origin = "media" },`,
		}},
		{"the headers of a preflight are forwarded", "preflight-two-ways-wrong", "cors-preflight-forbidden", []string{
			`+    origin_request_policy_id = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf" # Managed-CORS-S3Origin`,
		}},
		{"the root object of one of several sites", "three-root-objects", "default-root-object-missing", []string{
			`-    downloads = { root = null, comment = "installer downloads" }`,
			`+    downloads = { root = "index.html", comment = "installer downloads" }`,
		}},
		{"a key begins with no slash", "three-root-objects", "default-root-object-slash", []string{
			`-    handbook  = { root = "/index.html", comment = "employee handbook" }`,
			`+    handbook  = { root = "index.html", comment = "employee handbook" }`,
		}},
		{"a module is told to name the endpoint of the region", "copied-to-new-regions", "global-endpoint-region", []string{
			`-  short_domain = true`,
		}},
		{"and to use an access control", "copied-to-new-regions", "oai-unsupported-region", []string{`-  access    = "oai"`}},
		{"Host leaves lists and managed policies", "host-header-forwarded", "host-header-forwarded", []string{
			`-      headers      = ["Host"]`,
			`-data "aws_cloudfront_origin_request_policy" "all_viewer" {`, `-  name = "Managed-AllViewer"`,
			`+data "aws_cloudfront_origin_request_policy" "all_viewer_except_host_header" {`,
			`+  name = "Managed-AllViewerExceptHostHeader"`,
			`-      items = ["Origin", "Host"]`, `+      items = ["Origin"]`,
			`-      header_behavior = "whitelist"`, `-      headers {`, `-        items = ["Host"]`, `-      }`,
			`+      header_behavior = "none"`,
			`-    origin_request_policy_id = data.aws_cloudfront_origin_request_policy.all_viewer.id`,
			`+    origin_request_policy_id = data.aws_cloudfront_origin_request_policy.all_viewer_except_host_header.id`,
		}},
		{"SSE-S3 takes the place of aws/s3", "kms-aws-managed-key", "kms-aws-managed-key", []string{
			`-        sse_algorithm = "aws:kms"`, `+        sse_algorithm = "AES256"`,
		}},
		{"403 gets the page of 404", "only-404-mapped", "missing-key-answers-403", []string{
			`+  custom_error_response {`, `+    error_code         = 403`, `+    response_code      = 404`,
			`+    response_page_path = "/404.html"`, `+  }`, ``,
		}},
		{"an access control signs", "oac-never-signs", "oac-not-signing", []string{
			`-    import  = "never"`, `+    import  = "always"`,
		}},
		{"and is for S3", "oac-of-type-lambda", "oac-wrong-origin-type", []string{
			`-  origin_access_control_origin_type = "lambda"`, `+  origin_access_control_origin_type = "s3"`,
		}},
		{"the account owns what others put", "foreign-object-writer", "object-owner-mismatch", []string{
			`-    object_ownership = "ObjectWriter"`, `+    object_ownership = "BucketOwnerEnforced"`,
		}},
		{"the origin looks where the pages are", "pages-in-a-folder", "page-not-uploaded", []string{
			`+    origin_path              = "/site"`,
		}},
		{"objects stay readable", "films-to-deep-archive", "archived-objects", []string{
			`-      storage_class = "DEEP_ARCHIVE"`, `+      storage_class = "GLACIER_IR"`,
		}},
		{"the second member admits the distribution", "failover-to-a-closed-standby", "failover-member-refused", []string{
			`-    standby = { arn = aws_s3_bucket.standby.arn, reader = local.previous }`,
			`+    standby = { arn = aws_s3_bucket.standby.arn, reader = aws_cloudfront_distribution.shop.arn }`,
		}},
		{"the owner pays", "broken-and-left-alone", "requester-pays", []string{
			`-  payer  = "Requester"`, `+  payer  = "BucketOwner"`,
		}},
		{"a redirect catches what the website answers", "redirect-of-what-is-refused", "website-endpoint-private", []string{
			`-    ops  = { bucket = "oldwiki-ops", code = "404" }`, `+    ops  = { bucket = "oldwiki-ops", code = "403" }`,
		}},
	}
	for _, c := range tests {
		t.Run(c.rule+": "+c.name, func(t *testing.T) {
			got := editedLines(t, c.fixture, c.rule)
			for i, line := range c.want {
				c.want[i] = squeezed(line)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A bucket that was to be public is closed, and the origin signs.
func TestPublicBucketsAreClosed(t *testing.T) {
	for _, fixture := range []string{"public-policy-default-block", "public-bucket-closed", "blocked-by-bucket-module"} {
		got := strings.Join(append(
			editedLines(t, fixture, "apply-public-policy-blocked"), editedLines(t, fixture, "public-access-blocked")...), "\n")
		for _, want := range []string{"origin_access_control_id", "cloudfront.amazonaws.com", "AWS:SourceArn"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %s in\n%s", fixture, want, got)
			}
		}
		if strings.Contains(got, "= false") {
			t.Errorf("%s opens the bucket:\n%s", fixture, got)
		}
	}
}

// editedLines lists the lines that the edits for a rule take away and write, file by
// file.
func editedLines(t *testing.T, fixture, rule string) (out []string) {
	t.Helper()
	dir := filepath.Join("../../fixtures", fixture)
	p, tree := read(t, dir)
	g, w := on(t, p, tree)
	r := g.Find(w, Options{Wants: func(_ *World, f checks.Finding) bool {
		return f.Rule == rule && f.Severity >= checks.Warning
	}})
	files := hcledit.ByFile(r.Edits)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		src, err := hcledit.Apply(w.Tree.Source(name), files[name])
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, changedLines(plainLines(w.Tree.Source(name)), plainLines(src))...)
	}
	return out
}

// plainLines are the lines of a file without the comments of fixtures.
func plainLines(src []byte) []string {
	lines := strings.Split(string(src), "\n")
	for i, l := range lines {
		l, _, _ = strings.Cut(l, "# want")
		lines[i] = squeezed(strings.TrimRight(l, " "))
	}
	return lines
}

// squeezed is a line without regard to what stands in line with others.
func squeezed(line string) string {
	indent := line[:len(line)-len(strings.TrimLeft(line, "+- "))]
	return indent + strings.Join(strings.Fields(line[len(indent):]), " ")
}

// changedLines are the lines that differ between two texts, by the longest run that they
// have in common. A blank line is "".
func changedLines(a, b []string) (out []string) {
	same := make([][]int, len(a)+1)
	for i := range same {
		same[i] = make([]int, len(b)+1)
	}
	for i, x := range slices.Backward(a) {
		for j, y := range slices.Backward(b) {
			if same[i][j] = max(same[i+1][j], same[i][j+1]); x == y {
				same[i][j] = same[i+1][j+1] + 1
			}
		}
	}
	mark := func(sign, line string) {
		if line != "" {
			line = sign + line
		}
		out = append(out, line)
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || same[i+1][j] >= same[i][j+1]):
			mark("-", a[i])
			i++
		default:
			mark("+", b[j])
			j++
		}
	}
	return out
}
