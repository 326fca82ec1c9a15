package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/symbol"
)

// Attributes, keys and marks as Terraform 1.11 writes them.
const rawState = `{"version":4,"terraform_version":"1.11.4","serial":7,"lineage":"0c5e","outputs":{},"resources":[
	{"mode":"managed","type":"aws_s3_bucket","name":"docs","provider":"provider[\"registry.terraform.io/hashicorp/aws\"]",
		"instances":[{"schema_version":0,"attributes":{"bucket":"docs","region":"eu-west-1"},"sensitive_attributes":[]}]},
	{"module":"module.site[\"a.b\"]","mode":"managed","type":"aws_s3_bucket","name":"all","provider":"x",
		"instances":[{"index_key":"x","attributes":{"bucket":"one"}},{"index_key":1,"attributes":{"bucket":"two"}},
			{"index_key":2,"deposed":"0f0f","attributes":{"bucket":"left"}}]},
	{"mode":"managed","type":"aws_s3_object","name":"o","provider":"x","instances":[{"attributes":{"bucket":"docs","key":"hidden","content":"x"},
		"sensitive_attributes":[[{"type":"get_attr","value":"key"}]]}]},
	{"mode":"managed","type":"aws_instance","name":"i","provider":"x","instances":[{"attributes":{}}]}],"check_results":null}`

func TestRawState(t *testing.T) {
	p := mustRead(t, rawState)
	if !p.State || p.TerraformVersion != "1.11.4" {
		t.Errorf("is a state: %v, of Terraform %q", p.State, p.TerraformVersion)
	}
	before, _ := mustStates(t, p, somewhere)
	got := map[string]string{}
	for _, r := range before.OfType("aws_s3_bucket") {
		got[r.Address] = r.String("bucket")
	}
	want := map[string]string{
		"aws_s3_bucket.docs": "docs", `module.site["a.b"].aws_s3_bucket.all["x"]`: "one", `module.site["a.b"].aws_s3_bucket.all[1]`: "two",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	object := before.OfType("aws_s3_object")[0]
	if sealed := object.Sealed("key"); !symbol.Contains(sealed) || object.String("key") != "hidden" {
		t.Errorf("a sensitive key is %q and reveals %q", sealed, object.String("key"))
	}
}
