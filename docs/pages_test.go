package docs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/docs"
	"github.com/plan403/plan403/fixtures"
	"github.com/plan403/plan403/internal/clitest"
)

// page is what a reader's configuration holds beside a page's examples.
type page struct {
	name    string   // what "site" is called on the page
	without []string // what is not there
	beside  string   // what is there
	instead bool     // what works takes the place of what fails, and is not added to it
	both    string   // what is there beside what works
	still   string   // the message of the rule that stays for what works
	request []string // what is asked for, where nobody asks otherwise
	expect  string   // what the configuration file expects to be served
	fixture string   // the plan that shows what fails, where it hangs on the state before
}

var pageRows = map[string]page{
	"alias-missing":            {beside: zone},
	"apply-order":              {beside: document("public", "*", "*")},
	"apply-public-acl-blocked": {instead: true},
	"apply-rejected":           {instead: true},
	"apply-window":             {fixture: "oai-to-oac-at-once", both: policyDocument + accessIdentity},
	"archived-objects":         {name: "films"},
	"bucket-policy-missing":    {without: []string{"aws_s3_bucket_policy.site"}},
	"conflicting-bucket-policies": {
		without: []string{"aws_s3_bucket_policy.site"},
		beside:  document("cloudfront", "Service", "cloudfront.amazonaws.com") + document("tls_only", "Service", "cloudfront.amazonaws.com"),
		instead: true,
	},
	"default-root-object-missing": {without: []string{"aws_cloudfront_distribution.site.default_root_object"}},
	"error-page-forbidden":        {beside: policyDocument},
	"expectation-not-met":         {beside: policyDocument, expect: "/docs/*"},
	"explicit-deny":               {beside: withGrant},
	"geo-restricted":              {name: "shop"},
	"kms-needs-oac":               {beside: identityOrigin + identityPolicy + key, both: grant("s3:GetObject") + keyPolicy},
	"method-not-allowed":          {request: []string{"-X", "POST"}, both: grant("s3:GetObject", "s3:PutObject", "s3:DeleteObject")},
	"method-not-granted":          {beside: policyDocument},
	"missing-key-answers-403":     {name: "app"},
	"oac-not-granted":             {beside: accessIdentity},
	"oai-not-granted":             {beside: identityOrigin},
	"oai-unsupported-region":      {beside: identityOrigin + identityPolicy},
	"object-owner-mismatch":       {name: "feeds", beside: withGrant},
	"page-not-uploaded":           {name: "docs"},
	"pattern-without-object":      {name: "app"},
	"policy-removed":              {fixture: "policy-taken-out"},
	"resource-not-granted":        {beside: policyDocument},
	"signed-urls-required":        {name: "films", instead: true, beside: keyGroup, still: "matching /films/*"},
	"web-acl-blocks":              {beside: firewall},
}

// TestPagesAreTrue holds the examples of docs/rules against the program: what
// fails is reported by the page's rule, and of what works no rule has more than
// a notice.
func TestPagesAreTrue(t *testing.T) {
	known := shapes(t)
	for _, r := range checks.All {
		if r.Name == "access-denied" {
			continue // nothing is known that ends there
		}
		t.Run(r.Name, func(t *testing.T) {
			text, _ := docs.Rule(r.Name)
			fails, works := clitest.Block(t, text, "\n## Fails\n", "hcl"), clitest.Block(t, text, "\n## Works\n", "hcl")
			row := pageRows[r.Name]
			if row.fixture != "" {
				showsRule(t, row.fixture, r.Name)
			} else {
				reported(t, r.Name, row.found(t, known, fails).Findings)
			}
			over := []string{fails, works, row.both}
			if row.instead {
				over = over[1:]
			}
			served := row.found(t, known, over...)
			for _, o := range served.Outcomes {
				if o.After == "unknown" {
					t.Errorf("of what works it is not known what answers %s %s", o.Method, o.Path)
				}
			}
			for _, f := range served.Findings {
				stays := row.still != "" && strings.Contains(f.Message, row.still)
				if f.Rule == r.Name && !stays || f.Severity != "notice" {
					t.Errorf("what works has the %s %s: %s", f.Severity, f.Rule, f.Message)
				}
			}
		})
	}
}

// showsRule checks that a fixture wants a rule.
func showsRule(t *testing.T, name, rule string) {
	t.Helper()
	f := fixtures.Read(t, filepath.Join("fixtures", name))
	if !slices.ContainsFunc(f.Wants, func(w *fixtures.Want) bool { return w.Rule == rule }) {
		t.Errorf("the fixture %s does not want %s", name, rule)
	}
}

// reported checks that a rule has a finding.
func reported(t *testing.T, rule string, findings []clitest.Finding) {
	t.Helper()
	i := slices.IndexFunc(findings, func(f clitest.Finding) bool { return f.Rule == rule })
	if i < 0 {
		t.Errorf("what fails is not reported, but %+v", findings)
		return
	}
	clitest.AsCertain(t, findings[i])
}

// found returns what is found in examples with what is around them.
func (p page) found(t *testing.T, known map[string]*shape, examples ...string) clitest.Report {
	t.Helper()
	name := "site"
	if p.name != "" {
		name = p.name
	}
	f := parseHCL(t, strings.ReplaceAll(around, "site", name))
	drop(t, f, p.without...)
	overlay(t, f, strings.ReplaceAll(p.beside, "site", name))
	overlay(t, f, examples...)
	dir := t.TempDir()
	plan := filepath.Join(dir, "plan.json")
	for file, text := range map[string][]byte{
		filepath.Join(dir, "main.tf"): f.Bytes(), filepath.Join(dir, "index.js"): []byte("// code"),
		plan: planOf(t, known, f.Bytes()),
	} {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if p.request != nil {
		return asFinding(t, append(p.request, "--source", dir, plan, "/contact")...)
	}
	args := []string{"--source", dir, plan}
	if p.expect != "" {
		text := fmt.Sprintf("expect \"it is up\" {\n  requests = [%q]\n  verdict = \"served\"\n}\n", p.expect)
		args = append(args, "--config", clitest.FileOf(t, ".plan403.hcl", []byte(text)))
	}
	return clitest.Lint(t, args...)
}

// asFinding asks for one request, and returns the rules that refuse it.
func asFinding(t *testing.T, args ...string) clitest.Report {
	t.Helper()
	_, out, errs := clitest.Run(append([]string{"request", "--format", "json"}, args...)...)
	if errs != "" {
		t.Fatal(errs)
	}
	var answer struct {
		Verdict string
		Rules   []string
	}
	clitest.Decode(t, out, &answer)
	if answer.Verdict == "unknown" {
		t.Errorf("the request is unknown: %s", out)
	}
	var r clitest.Report
	for _, rule := range answer.Rules {
		r.Findings = append(r.Findings, clitest.Finding{Rule: rule, Message: out})
	}
	return r
}
