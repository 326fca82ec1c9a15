package plan

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/symbol"
)

// says is one resource of a file in one line: its address, what becomes of it, and
// its arguments.
type says struct {
	address, action string
	values          string
}

// stateOf is a state that holds resources.
func stateOf(t *testing.T, list ...says) *planfile.Plan {
	t.Helper()
	return mustRead(t, `{"format_version":"1.0","values":{"root_module":{"resources":[`+shownAll(list)+`]}}}`)
}

// planOf is a plan that finds resources and changes them.
func planOf(t *testing.T, list ...says) *planfile.Plan {
	t.Helper()
	var prior, changes []says
	var texts []string
	for _, s := range list {
		if s.action != "create" {
			prior = append(prior, s)
		}
		changes = append(changes, s)
	}
	for _, s := range changes {
		typ, name, _ := strings.Cut(s.address, ".")
		before, after := s.values, s.values
		switch s.action {
		case "create":
			before = "null"
		case "delete":
			after = "null"
		}
		texts = append(texts, fmt.Sprintf(
			`{"address":%q,"mode":"managed","type":%q,"name":%q,"change":{"actions":[%q],"before":%s,"after":%s,"after_unknown":{}}}`,
			s.address, typ, name, s.action, before, after))
	}
	return mustRead(t, `{"format_version":"1.2","prior_state":{"values":{"root_module":{"resources":[`+shownAll(prior)+
		`]}}},"resource_changes":[`+strings.Join(texts, ",")+`],"configuration":{"root_module":{}}}`)
}

func shownAll(list []says) string {
	var out []string
	for _, s := range list {
		typ, name, _ := strings.Cut(s.address, ".")
		out = append(out, fmt.Sprintf(`{"address":%q,"mode":"managed","type":%q,"name":%q,"values":%s}`, s.address, typ, name, s.values))
	}
	return strings.Join(out, ",")
}

func policyOf(bucket, text string) string {
	quoted, _ := json.Marshal(text)
	return fmt.Sprintf(`{"bucket":%q,"policy":%s}`, bucket, quoted)
}

// policies are the bucket policies of a state, as "address: bucket policy", where a
// policy that is not known is "?" and its reason.
func policies(s *State) []string {
	var out []string
	for _, r := range s.OfType("aws_s3_bucket_policy") {
		text := r.String("policy")
		if in := symbol.In(text); len(in) > 0 {
			text = "? " + s.Symbols.Origin(in[0]).Reason
		}
		out = append(out, r.Address+": "+r.String("bucket")+" "+text)
	}
	return out
}

func TestEvidence(t *testing.T) {
	site := says{"aws_s3_bucket_policy.site", "no-op", policyOf("site", "one")}
	other := says{"aws_s3_bucket_policy.site", "no-op", policyOf("other", "two")}
	tests := []struct {
		name          string
		judged        *planfile.Plan
		evidence      []*planfile.Plan // a, b
		before, after []string
	}{
		{
			"one address in two roots is two things", planOf(t, site),
			[]*planfile.Plan{stateOf(t, other)},
			[]string{"a:aws_s3_bucket_policy.site: other two", "aws_s3_bucket_policy.site: site one"},
			[]string{"a:aws_s3_bucket_policy.site: other two", "aws_s3_bucket_policy.site: site one"},
		},
		{
			"a plan tells how it leaves things behind", planOf(t),
			[]*planfile.Plan{planOf(t, says{site.address, "delete", site.values}, says{"aws_s3_bucket_policy.new", "create", policyOf("new", "two")})},
			[]string{"a:aws_s3_bucket_policy.site: site one"},
			[]string{"a:aws_s3_bucket_policy.new: new two"},
		},
		{
			"the judged root is right about what it manages", planOf(t, site),
			[]*planfile.Plan{stateOf(t, says{"aws_s3_bucket_policy.x", "", policyOf("site", "two")})},
			[]string{"aws_s3_bucket_policy.site: site one"},
			[]string{"aws_s3_bucket_policy.site: site one"},
		},
		{
			"what the judged root deletes is gone, whatever a state still holds", planOf(t, says{site.address, "delete", site.values}),
			[]*planfile.Plan{stateOf(t, site)},
			[]string{"aws_s3_bucket_policy.site: site one"},
			nil,
		},
		{
			"what moves from another root into the judged one was there before", planOf(t, says{site.address, "create", site.values}),
			[]*planfile.Plan{planOf(t, says{"aws_s3_bucket_policy.old", "delete", policyOf("site", "two")})},
			[]string{"a:aws_s3_bucket_policy.old: site two"},
			[]string{"aws_s3_bucket_policy.site: site one"},
		},
		{
			"two files that say the same are one", planOf(t),
			[]*planfile.Plan{stateOf(t, site), stateOf(t, site)},
			[]string{"a:aws_s3_bucket_policy.site: site one"},
			[]string{"a:aws_s3_bucket_policy.site: site one"},
		},
		{
			"a document says the same in another order", planOf(t),
			[]*planfile.Plan{
				stateOf(t, says{site.address, "", policyOf("site", `{"a":1,"b":2}`)}),
				stateOf(t, says{site.address, "", policyOf("site", `{"b": 2, "a": 1}`)}),
			},
			[]string{`a:aws_s3_bucket_policy.site: site {"a":1,"b":2}`},
			[]string{`a:aws_s3_bucket_policy.site: site {"a":1,"b":2}`},
		},
		{
			"what two files say differently is unknown, with both named", planOf(t),
			[]*planfile.Plan{stateOf(t, site), stateOf(t, says{"aws_s3_bucket_policy.x", "", policyOf("site", "two")})},
			[]string{"a:aws_s3_bucket_policy.site: site ? a and b disagree about it"},
			[]string{"a:aws_s3_bucket_policy.site: site ? a and b disagree about it"},
		},
		{
			"a state beside a plan that deletes what it holds", planOf(t),
			[]*planfile.Plan{planOf(t, says{site.address, "delete", site.values}), stateOf(t, site)},
			[]string{"a:aws_s3_bucket_policy.site: site one"},
			[]string{"a:aws_s3_bucket_policy.site: site ? a and b disagree about it"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			roots := []Root{{Plan: tt.judged}}
			for i, p := range tt.evidence {
				roots = append(roots, Root{Name: string(rune('a' + i)), Plan: p})
			}
			l, err := Link(roots)
			if err != nil {
				t.Fatal(err)
			}
			before, after := l.States(0)
			if diff := cmp.Diff(tt.before, policies(before)); diff != "" {
				t.Errorf("before: %s", diff)
			}
			if diff := cmp.Diff(tt.after, policies(after)); diff != "" {
				t.Errorf("after: %s", diff)
			}
		})
	}
}

// TestSilent: evidence has to do with the judged root if one names what the other
// manages, if only by way of a third.
func TestSilent(t *testing.T) {
	distribution := says{
		"aws_cloudfront_distribution.site", "no-op",
		`{"id":"E1","arn":"arn:aws:cloudfront::111122223333:distribution/E1","origin":[{"domain_name":"site.s3.eu-west-1.amazonaws.com"}]}`,
	}
	encrypted := says{
		"aws_s3_bucket_server_side_encryption_configuration.site", "",
		`{"bucket":"site","rule":[{"kms_master_key_id":"arn:aws:kms:eu-west-1:111122223333:key/1234"}]}`,
	}
	key := says{"aws_kms_key.k", "", `{"id":"1234","key_id":"1234","arn":"arn:aws:kms:eu-west-1:111122223333:key/1234"}`}
	tests := []struct {
		name     string
		evidence []says
		want     []string
	}{
		{"the bucket behind the distribution", []says{encrypted}, nil},
		{"another bucket of the same account", []says{{"aws_s3_bucket.x", "", `{"bucket":"x","arn":"arn:aws:s3:::x"}`}}, []string{"a"}},
		{"a key that nothing names", []says{key}, []string{"a"}},
		{"a key that the bucket names", []says{key, encrypted}, nil},
		{"the block of the distribution's account", []says{{"aws_s3_account_public_access_block.x", "", `{"id":"111122223333"}`}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			roots := []Root{{Plan: planOf(t, distribution)}}
			for i, s := range tt.evidence {
				roots = append(roots, Root{Name: string(rune('a' + i)), Plan: stateOf(t, s)})
			}
			l, err := Link(roots)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, l.Silent(0)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
