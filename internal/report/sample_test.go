package report

import (
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/plan"
)

// texts are the texts of a plan that reports are made of.
type texts struct{ distribution, policy, bucket, origin, path, behavior, file, message string }

var ordinary = texts{
	distribution: "aws_cloudfront_distribution.site", policy: "aws_s3_bucket_policy.site", bucket: "aws_s3_bucket.site", origin: "site",
	path: "/images/a", behavior: "/images/*", file: "infra/s3.tf", message: "GET /images/a through aws_cloudfront_distribution.site returns 403: no statement allows s3:GetObject",
}

// report is a run over a plan with source, where something is wrong in every
// way that a format tells apart, and one from standard input without any.
func (s texts) report() Report {
	return Report{Version: "1.2.3", Plans: []Plan{s.broken(), s.bare()}, Settings: s.settings()}
}

// settings are one of each kind.
func (s texts) settings() []Setting {
	at := func(file string, line int) hcl.Range {
		return hcl.Range{Filename: file, Start: hcl.Pos{Line: line, Column: 1}, End: hcl.Pos{Line: line, Column: 9}}
	}
	return []Setting{
		{Kind: FailOn, Value: "never", Range: at(".plan403.hcl", 1)},
		{Kind: RuleOff, Rule: "explicit-deny", Findings: 2, Range: at(".plan403.hcl", 3)},
		{Kind: Severity, Rule: "geo-restricted", Value: "error", Findings: 1, Range: at(".plan403.hcl", 4)},
		{Kind: Ignore, Address: s.bucket, Reason: s.message, Until: "2027-05-01", Findings: 1, Range: at(".plan403.hcl", 6)},
		{Kind: Comment, Rule: "oac-not-granted", Reason: s.message, Findings: 1, Range: at(s.file, 2)},
		{Kind: Assume, Value: "policy_file of the bucket " + s.bucket, Range: at(".plan403.hcl", 12)},
	}
}

const sampleSource = "# größer\nresource \"aws_s3_bucket_policy\" \"site\" {\n  /* 𝒳 */ policy = \"{}\"\n}\n"

func (s texts) broken() Plan {
	p := Plan{
		Path: "plans/prod.json", Kind: "plan", TerraformVersion: "1.11.4", Source: "directory", Outcomes: s.outcomes(),
		Notes:     []string{"the plan is incomplete: " + s.message},
		Undecided: []checks.Undecided{{Address: s.bucket, Missing: "bucket", Reason: "its name is not known: " + s.message, Remedy: "name it"}},
	}
	p.Places = Places{Ranges: map[trace.Place]hcl.Range{}, Calls: map[string][]plan.CalledFrom{}, Texts: map[string][]byte{s.file: []byte(sampleSource)}}
	for _, attribute := range []string{"", "ordered_cache_behavior[0]"} {
		p.Places.Ranges[trace.Place{Address: s.distribution, Attribute: attribute}] = hcl.Range{Filename: s.file, Start: hcl.Pos{Line: 2, Column: 1, Byte: 11}, End: hcl.Pos{Line: 2, Column: 9, Byte: 19}}
	}
	for _, address := range []string{s.policy, s.distribution, s.bucket} {
		p.Places.Calls[address] = []plan.CalledFrom{{Module: "module." + s.origin, Range: hcl.Range{Filename: s.file, Start: hcl.Pos{Line: 4, Column: 1}, End: hcl.Pos{Line: 4, Column: 2}}}}
	}
	at := strings.Index(sampleSource, "policy =")
	text := strings.Index(sampleSource, `"{}"`)
	edits := []hcledit.Edit{
		{Range: hcl.Range{Filename: s.file, Start: hcl.Pos{Line: 3, Column: 20, Byte: text}, End: hcl.Pos{Line: 3, Column: 24, Byte: text + 4}}, Text: "local.policy"},
		{Range: hcl.Range{Filename: "infra/locals.tf", Start: hcl.Pos{Line: 1, Column: 1}, End: hcl.Pos{Line: 1, Column: 1}}, Text: "locals {\n  policy = \"" + s.message + "\"\n}\n"},
	}
	p.Findings = []checks.Finding{
		{
			Rule: "oac-not-granted", Severity: checks.Error, Address: s.policy, Attribute: "policy", Related: []string{s.distribution, s.bucket},
			Message: s.message, Steps: p.Outcomes[0].Trace, Fix: "Grant s3:GetObject to " + s.distribution + ".", Outcomes: []int{0, 1}, Told: 1,
			Range:  &hcl.Range{Filename: s.file, Start: hcl.Pos{Line: 3, Column: 11, Byte: at}, End: hcl.Pos{Line: 3, Column: 17, Byte: at + 6}},
			Edits:  edits,
			Places: []checks.Mark{{Label: s.origin + " asks here", Range: hcl.Range{Filename: s.file, Start: hcl.Pos{Line: 4, Column: 1}, End: hcl.Pos{Line: 4, Column: 2}}}},
		},
		{
			Rule: "apply-window", Severity: checks.Warning, Certainty: checks.Possible, Change: checks.DuringApply, Address: s.distribution,
			Message: s.message, Steps: []trace.Step{{Step: "apply", Address: s.distribution, Detail: "updated"}, {Step: "bucket policy", Detail: s.message}},
		},
		{Rule: "kms-key-not-granted", Severity: checks.Error, Change: checks.Existing, Known: true, Address: s.bucket, Attribute: "known", Message: s.message},
		{Rule: "missing-key-answers-403", Change: checks.Existing, Address: s.bucket, Message: s.message, Outcomes: []int{2}, Told: 1, NoEdit: "its file cannot be found: " + s.message},
		{Rule: "oai-not-granted", Change: checks.Fixed, Address: s.policy, Message: s.message, Outcomes: []int{2}, Told: 1},
	}
	p.Silenced = []Silenced{{Finding: p.Findings[0], InSource: true, Reason: "known: " + s.message, By: hcl.Range{Filename: s.file, Start: hcl.Pos{Line: 2, Column: 1}, End: hcl.Pos{Line: 2, Column: 9}}}}
	return p
}

func (s texts) outcomes() []Outcome {
	o := Outcome{
		Distribution: s.distribution, Behavior: s.behavior, Origin: s.origin, Bucket: s.bucket, Caller: "oac",
		Request: simulate.Request{Method: "GET", Scheme: "https", Path: s.path}, Before: simulate.Absent, After: simulate.Forbidden,
		Trace: []trace.Step{
			{Step: "behavior", Address: s.distribution, Attribute: "ordered_cache_behavior[0]", Detail: s.path},
			{Step: "bucket policy", Address: s.policy, Attribute: "policy", Detail: s.message},
		},
	}
	http, root, open, refused := o, o, o, o
	http.Request.Scheme = "http"
	root.Request.Path, root.Behavior, root.After = "/", "default", simulate.Served
	open.Request.Path, open.Behavior, open.After = "/open", "/open", simulate.Unknown
	refused.Request.Path, refused.Behavior, refused.Origin, refused.Bucket = "/edge", "/edge", "", ""
	return []Outcome{o, http, root, open, refused}
}

// undecided is a run that fails because of what it could not decide: with a place in
// the source, and without.
func (s texts) undecided() Report {
	at := hcl.Range{Filename: s.file, Start: hcl.Pos{Line: 3, Column: 11, Byte: 66}, End: hcl.Pos{Line: 3, Column: 17, Byte: 72}}
	return Report{Version: "1.2.3", UndecidedFails: true, Plans: []Plan{{
		Path: "plan.json", Source: "directory", Outcomes: s.outcomes()[3:4],
		Places: Places{Texts: map[string][]byte{s.file: []byte(sampleSource)}},
		Undecided: []checks.Undecided{
			{Address: s.policy, Missing: "policy", Reason: "its value is not known", Remedy: "name the .tf files with --source", Range: &at},
			{Address: s.bucket, Missing: "bucket", Reason: "its name is not known", Remedy: "name it"},
		},
	}}}
}

// bare is a plan without source whose findings show no request.
func (s texts) bare() Plan {
	return Plan{
		Path: "-", Kind: "plan", Source: "none",
		Findings: []checks.Finding{{Rule: "apply-order", Severity: checks.Error, Change: checks.DuringApply, Address: s.policy, Attribute: "policy", Message: s.message}},
	}
}
