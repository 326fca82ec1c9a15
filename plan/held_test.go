package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rolePlan refers to data.aws_iam_policy_document.used, but to no role.
const rolePlan = `{"format_version":"1.2",
	"resource_changes":[
		{"address":"module.a[\"x.y\"].aws_s3_bucket_policy.b","module_address":"module.a[\"x.y\"]","mode":"managed","type":"aws_s3_bucket_policy","name":"b",
		 "change":{"actions":["create"],"before":null,"after":{"bucket":"b"},"after_unknown":{"policy":true}}},
		{"address":"aws_iam_role.r[0]","mode":"managed","type":"aws_iam_role","name":"r","index":0,
		 "change":{"actions":["no-op"],"before":{"arn":"arn:aws:iam::111122223333:role/r"},"after":{"arn":"arn:aws:iam::111122223333:role/r"},"after_unknown":{}ROLE}}],
	"prior_state":{"format_version":"1.0","values":{"root_module":{
		"resources":[{"address":"aws_iam_role.r[0]","mode":"managed","type":"aws_iam_role","name":"r","index":0,"values":{"arn":"arn:aws:iam::111122223333:role/r"}}],
		"child_modules":[{"address":"module.a[\"x.y\"]","resources":[
			{"address":"module.a[\"x.y\"].data.aws_iam_policy_document.used","mode":"data","type":"aws_iam_policy_document","name":"used","values":{"json":"{}"USED}},
			{"address":"module.a[\"x.y\"].data.aws_iam_policy_document.other","mode":"data","type":"aws_iam_policy_document","name":"other","values":{"json":"{}"}}]}]}}},
	"configuration":{"root_module":{"module_calls":{"a":{"module":{"resources":[
		{"address":"aws_s3_bucket_policy.b","mode":"managed","type":"aws_s3_bucket_policy","name":"b",
		 "expressions":{"policy":{"references":["data.aws_iam_policy_document.used.json","data.aws_iam_policy_document.used"]}}}]}}}}}}`

func withRole(role, used string) string {
	return strings.NewReplacer("ROLE", role, "USED", used).Replace(rolePlan)
}

func TestHeldUntilReferredTo(t *testing.T) {
	p := mustRead(t, withRole("", ""))
	before, after := mustStates(t, p, StateOptions{Region: "eu-west-1"})
	policy := after.Resource(`module.a["x.y"].aws_s3_bucket_policy.b`)
	used := `module.a["x.y"].data.aws_iam_policy_document.used`
	want := map[string]any{"policy": "{}", "account": "111122223333", "before": []string{used}, "after": []string{policy.Address, used}}
	got := map[string]any{
		"policy": policy.String("policy"), "account": policy.Account, // as the role tells
		"before": addressesIn(before), "after": addressesIn(after),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func addressesIn(s *State) (list []string) {
	for _, r := range s.Resources {
		list = append(list, r.Address)
	}
	return list
}

func TestHeldIsStrictOnceReferredTo(t *testing.T) {
	_, _, err := States(mustRead(t, withRole("", `,"json":"secret"`)), somewhere)
	const want = `plan.json in prior_state, module.a["x.y"].data.aws_iam_policy_document.used: the key "json" is there twice in values`
	if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, _, err := States(mustRead(t, withRole(`,"after_unknown":{}`, "")), somewhere); err != nil {
		t.Errorf("a role that nothing refers to: %v", err)
	}
}

// TestHeldModules: an instance of a module stands as long as something in it.
func TestHeldModules(t *testing.T) {
	standing := func(address string) string {
		return `{"address":"` + address + `","mode":"managed","type":"random_id","name":"x","values":{}}`
	}
	change := func(address, actions, rest string) string {
		return `{"address":"` + address + `","mode":"managed","type":"random_id","name":"x"` + rest + `,"change":{"actions":` + actions + `}}`
	}
	list := func(resources ...string) string {
		return `{"root_module":{"resources":[` + strings.Join(resources, ",") + `]}}`
	}
	p := mustRead(t, `{"format_version":"1.2","prior_state":{"format_version":"1.0","values":`+list(
		standing("module.a[0].random_id.x"), standing("module.a[1].random_id.x"), standing("module.a[2].random_id.x"),
	)+`},"planned_values":`+list(standing("module.a[3].random_id.x"))+`,"resource_changes":[`+strings.Join([]string{
		change("module.a[1].random_id.x", `["delete"]`, ""),
		change("module.a[4].random_id.x", `["create", "delete"]`, ""),
		change("module.a[5].random_id.x", `["no-op"]`, `,"previous_address":"module.a[2].random_id.x"`),
	}, ",")+`]}`)
	b := newBuilder(p, nil, StateOptions{})
	want := []string{"module.a[0]", "module.a[3]", "module.a[4]", "module.a[5]"}
	var got []string
	for _, m := range b.moduleInstances("", "a") {
		got = append(got, m.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
