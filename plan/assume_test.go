package plan

import (
	"fmt"
	"maps"
	"sort"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/symbol"
)

const assumedAddress = `assume.bucket["shared"].setting`

func TestAssume(t *testing.T) {
	const (
		policyType = "aws_s3_bucket_policy"
		blockType  = "aws_s3_bucket_public_access_block"
	)
	deleted := planned{address: "aws_s3_bucket_policy.p", actions: []string{"delete"}, before: attrs{"bucket": "shared", "policy": "{}"}}
	for _, c := range []struct {
		name    string
		typ     string
		objects []planned
		want    bool
	}{
		{"of a bucket outside the plan, everything is assumed", policyType, nil, true},
		{"a setting of another bucket tells nothing", policyType, []planned{standing("aws_s3_bucket_policy.p", attrs{"bucket": "other", "policy": "{}"})}, true},
		{"another setting of the bucket tells nothing", blockType, []planned{standing("aws_s3_bucket_policy.p", attrs{"bucket": "shared", "policy": "{}"})}, true},
		{"a setting that stands is told", policyType, []planned{standing("aws_s3_bucket_policy.p", attrs{"bucket": "shared", "policy": "{}"})}, false},
		{"a setting that is made is told", policyType, []planned{creating("aws_s3_bucket_policy.p", attrs{"bucket": "shared", "policy": nil})}, false},
		{"a setting that is deleted does not come back", policyType, []planned{deleted}, false},
		{"a setting that is read by a data source is told", policyType, []planned{standing("data.aws_s3_bucket_policy.p", attrs{"bucket": "shared", "policy": "{}"})}, false},
		{"a setting of a bucket with a name to be made up tells nothing", blockType, []planned{creating("aws_s3_bucket_public_access_block.b", attrs{"bucket": nil})}, true},
		{"the provider reads the policy along with the bucket", policyType, []planned{standing("aws_s3_bucket.s", attrs{"bucket": "shared"})}, false},
		{"but not the public access block", blockType, []planned{standing("aws_s3_bucket.s", attrs{"bucket": "shared"})}, true},
		{"a new bucket has the defaults of AWS", blockType, []planned{creating("aws_s3_bucket.s", attrs{"bucket": "shared"})}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			options := somewhere
			options.Assume = []Assumption{{Address: assumedAddress, Type: c.typ, Bucket: "shared", Values: map[string]any{"bucket": "shared", "policy": "{}"}}}
			before, after := readStates(t, options, c.objects...)
			for name, s := range map[string]*State{"before": before, "after": after} {
				if got := s.Resource(assumedAddress) != nil; got != c.want {
					t.Errorf("%s: assumed %v, want %v", name, got, c.want)
				}
			}
		})
	}
}

// A resource outside the plan is known by its id or its ARN.
func TestAssumeAResource(t *testing.T) {
	const (
		keyARN = "arn:aws:kms:eu-west-1:111122223333:key/1f0c2a3e"
		aclARN = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/edge/7e1c"
	)
	named := func(id string, more attrs) attrs {
		out := attrs{"id": id, "arn": id}
		maps.Copy(out, more)
		return out
	}
	for _, c := range []struct {
		name, typ, id string
		objects       []planned
		want          bool
	}{
		{"an access control that the plan does not hold", "aws_cloudfront_origin_access_control", "E2", nil, true},
		{"another access control tells nothing", "aws_cloudfront_origin_access_control", "E2", []planned{standing("aws_cloudfront_origin_access_control.a", attrs{"id": "E3"})}, true},
		{"one with the same id is told", "aws_cloudfront_origin_access_control", "E2", []planned{standing("aws_cloudfront_origin_access_control.a", attrs{"id": "E2"})}, false},
		{"one that a data source reads is told", "aws_cloudfront_origin_access_control", "E2", []planned{standing("data.aws_cloudfront_origin_access_control.a", attrs{"id": "E2"})}, false},
		{"one that is deleted does not come back", "aws_cloudfront_origin_access_control", "E2", []planned{{address: "aws_cloudfront_origin_access_control.a", actions: []string{"delete"}, before: attrs{"id": "E2"}}}, false},
		{"one that is made has another id", "aws_cloudfront_origin_access_control", "E2", []planned{creating("aws_cloudfront_origin_access_control.a", attrs{"id": nil})}, true},
		{"an access control tells nothing of an identity with its id", "aws_cloudfront_origin_access_identity", "E2", []planned{standing("aws_cloudfront_origin_access_control.a", attrs{"id": "E2"})}, true},
		{"the data source of a web ACL does not read its default action", "aws_wafv2_web_acl", aclARN, []planned{standing("data.aws_wafv2_web_acl.a", attrs{"arn": aclARN})}, true},
		{"a web ACL with the ARN is told", "aws_wafv2_web_acl", aclARN, []planned{standing("aws_wafv2_web_acl.a", attrs{"arn": aclARN, "id": "7e1c"})}, false},
		{"the data source of a key does not read its policy", "aws_kms_key", keyARN, []planned{standing("data.aws_kms_key.a", attrs{"arn": keyARN})}, true},
		{"a replica of a key is told", "aws_kms_key", keyARN, []planned{standing("aws_kms_replica_key.a", attrs{"arn": keyARN})}, false},
		{"a key whose policy alone is managed is told", "aws_kms_key", keyARN, []planned{standing("aws_kms_key_policy.a", attrs{"key_id": keyARN})}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			options := somewhere
			options.Assume = []Assumption{{Address: assumedAddress, Type: c.typ, Values: named(c.id, nil)}}
			before, after := readStates(t, options, c.objects...)
			for name, s := range map[string]*State{"before": before, "after": after} {
				if got := s.Resource(assumedAddress) != nil; got != c.want {
					t.Errorf("%s: assumed %v, want %v", name, got, c.want)
				}
			}
		})
	}
}

// Objects are assumed even of a bucket that the plan creates: something else
// may upload them.
func TestAssumeObjects(t *testing.T) {
	for _, typ := range []string{PresentObjects, MissingObjects} {
		options := somewhere
		options.Assume = []Assumption{{Address: assumedAddress, Type: typ, Bucket: "shared", Values: map[string]any{"bucket": "shared", "keys": []any{"a", "b/*"}}}}
		before, after := readStates(t, options, creating("aws_s3_bucket.s", attrs{"bucket": "shared"}))
		for name, s := range map[string]*State{"before": before, "after": after} {
			r := s.Resource(assumedAddress)
			if r == nil {
				t.Errorf("%s %s: not assumed", typ, name)
				continue
			}
			keys, known := r.Texts("keys")
			if diff := cmp.Diff([]string{"a", "b/*"}, keys); diff != "" || !known.IsTrue() {
				t.Errorf("%s %s: (-want +got):\n%s", typ, name, diff)
			}
		}
	}
}

func TestAssumedAttributeThatStaysOpen(t *testing.T) {
	options := somewhere
	options.Assume = []Assumption{{Address: assumedAddress, Type: "aws_kms_key", Values: map[string]any{"id": "alias/a"}, Open: map[string]string{"arn": "write the ARN"}}}
	_, after := readStates(t, options)
	runes := symbol.In(after.Resource(assumedAddress).String("arn"))
	if len(runes) != 1 || symbol.KindOf(runes[0]) != symbol.Opaque {
		t.Fatalf("the ARN holds %d symbols, want one", len(runes))
	}
	if got := after.Symbols.Origin(runes[0]).Remedy; got != "write the ARN" {
		t.Errorf("the remedy is %q", got)
	}
}

func TestMentioned(t *testing.T) {
	options := somewhere
	options.Assume = []Assumption{{Address: assumedAddress, Type: PresentObjects, Bucket: "only-assumed", Values: map[string]any{"bucket": "only-assumed"}}}
	_, after := readStates(t, options,
		standing("aws_cloudfront_distribution.d", attrs{"origin": []any{attrs{"domain_name": "shared.s3.amazonaws.com", "origin_access_control_id": "E2"}}}),
		creating("aws_s3_bucket.b", attrs{"bucket": "made"}))
	got := after.Mentioned([]string{"shared", "E2", "made", "only-assumed", "elsewhere"})
	if diff := cmp.Diff([]bool{true, true, true, false, false}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := after.Mentioned(nil); len(got) != 0 {
		t.Errorf("%v of nothing", got)
	}
}

// readStates reads a plan of the objects; data sources go to the prior state,
// where a plan has those that are read already.
func readStates(t *testing.T, options StateOptions, objects ...planned) (before, after *State) {
	t.Helper()
	var changed []planned
	prior := []attrs{}
	for _, o := range objects {
		name := attrs{}
		o.name(name)
		if name["mode"] == "data" {
			name["values"] = o.before
			prior = append(prior, name)
			continue
		}
		changed = append(changed, o)
	}
	sections := attrs{"prior_state": attrs{"format_version": "1.0", "values": attrs{"root_module": attrs{"resources": prior}}}}
	return mustStates(t, mustRead(t, planJSON(t, sections, changed...)), options)
}

func TestAssumedResource(t *testing.T) {
	options := somewhere
	options.Assume = []Assumption{{
		Address: assumedAddress, Type: "aws_s3_bucket_public_access_block", Bucket: "shared",
		Values: map[string]any{"bucket": "shared", "block_public_policy": true, "rule": []any{map[string]any{"object_ownership": "ObjectWriter"}}},
	}}
	_, after := readStates(t, options, creating("aws_s3_bucket.a", attrs{"bucket": "a"}), creating("zone.z", attrs{}))
	r := after.Resource(assumedAddress)
	rule := r.Within("rule")
	got := []any{r.Type, r.Mode, r.Action, r.New(), r.String("bucket"), r.Bool("block_public_policy", false).IsTrue(), rule.String("object_ownership"), r.Account}
	want := []any{"aws_s3_bucket_public_access_block", "managed", Untouched, false, "shared", true, "ObjectWriter", "111122223333"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if list := after.OfType("aws_s3_bucket_public_access_block"); len(list) != 1 || list[0] != r {
		t.Errorf("%d public access blocks, want the one that is assumed", len(list))
	}
	if !sort.SliceIsSorted(after.Resources, func(i, j int) bool { return after.Resources[i].Address < after.Resources[j].Address }) {
		t.Error("the resources are not in the order of their addresses")
	}
}

// A private-use character in an assumed text would be taken for a symbol.
func TestAssumedTextHoldsNoSymbols(t *testing.T) {
	options := somewhere
	options.Assume = []Assumption{{
		Address: assumedAddress, Type: "aws_s3_bucket_policy", Bucket: "shared",
		Values: map[string]any{"bucket": "shared", "policy": "{\"Id\": \"\U000F0000\"}"},
	}}
	_, after := readStates(t, options)
	text := after.Resource(assumedAddress).String("policy")
	if runes := symbol.In(text); len(runes) != 1 || symbol.KindOf(runes[0]) != symbol.Opaque {
		t.Errorf("the policy is %q, want it unknown as a whole", text)
	}
}

func TestAssumeInAState(t *testing.T) {
	options := somewhere
	options.Assume = []Assumption{{Address: assumedAddress, Type: "aws_s3_bucket_policy", Bucket: "shared", Values: map[string]any{"bucket": "shared"}}}
	p := mustRead(t, `{"format_version": "1.0", "terraform_version": "1.11.4", "values": {"root_module": {}}}`)
	before, after := mustStates(t, p, options)
	if before != after || len(after.Resources) != 1 {
		t.Errorf("%d resources, want the assumed one, once", len(after.Resources))
	}
}

// The cost of assumptions grows with their number, not with its square: comparing
// each with each takes minutes for so many.
func TestManyAssumptions(t *testing.T) {
	opt := somewhere
	for i := range 20_000 {
		name := fmt.Sprintf("b%d", i)
		opt.Assume = append(opt.Assume, Assumption{
			Address: "assume." + name, Type: "aws_s3_bucket_policy", Bucket: name,
			Values: map[string]any{"bucket": name, "policy": "{}"},
		})
	}
	began := time.Now()
	_, after := mustStates(t, mustRead(t, planJSON(t, nil)), opt)
	if n := len(after.OfType("aws_s3_bucket_policy")); n != 20_000 {
		t.Errorf("%d policies", n)
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("took %v", took)
	}
}
