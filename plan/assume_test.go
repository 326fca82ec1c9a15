package plan

import (
	"sort"
	"testing"

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
	rule, _ := r.First("rule")
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
