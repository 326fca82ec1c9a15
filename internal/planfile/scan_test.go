package planfile

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
	"pgregory.net/rapid"
)

func changed(p *Plan) (list []string) {
	for _, c := range p.Changes {
		list = append(list, c.Address)
	}
	for _, e := range p.Held {
		if e.Section == "resource_changes" {
			list = append(list, e.Address)
		}
	}
	return list
}

func addresses(resources []*tfjson.StateResource) (list []string) {
	for _, r := range resources {
		list = append(list, r.Address)
	}
	return list
}

func TestScanKeepsWhatIsRelevant(t *testing.T) {
	p := mustRead(t, `{
		"format_version": "1.2",
		"planned_values": {"outputs": {"x": {"value": 1}}, "root_module": {
			"resources": [
				{"address": "aws_s3_bucket.changed", "mode": "managed", "type": "aws_s3_bucket", "values": {}},
				{"address": "aws_s3_bucket.deposed", "mode": "managed", "type": "aws_s3_bucket", "values": {}},
				{"address": "aws_s3_bucket.kept", "mode": "managed", "type": "aws_s3_bucket", "values": {"bucket": "b"}},
				{"address": "aws_instance.i", "mode": "managed", "type": "aws_instance", "values": {}}],
			"child_modules": [{"address": "module.a", "child_modules": [{"resources": [
				{"values": {}, "type": "aws_kms_key", "mode": "managed", "address": "module.a.module.b.aws_kms_key.k"}]}]}]}},
		"resource_drift": [{"address": "aws_s3_bucket.drifted", "type": "aws_s3_bucket", "mode": "managed"}],
		"resource_changes": [
			{"address": "aws_s3_bucket.changed", "mode": "managed", "type": "aws_s3_bucket", "change": {"actions": ["create"], "after": {"n": 12345678901234567890}}},
			{"address": "aws_instance.i", "mode": "managed", "type": "aws_instance", "change": {"actions": ["create"]}},
			{"address": "aws_s3_bucket.deposed", "mode": "managed", "type": "aws_s3_bucket", "deposed": "1", "change": {"actions": ["delete"]}},
			{"change": {"actions": ["read"], "after": {"type": "aws_instance"}}, "type": "aws_iam_policy_document", "mode": "data", "address": "data.aws_iam_policy_document.p"}],
		"deferred_changes": [{"reason": "instance_count_unknown", "resource_change": {"address": "aws_instance.many", "type": "aws_instance"}}],
		"prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": [
			{"address": "data.aws_region.r", "mode": "data", "type": "aws_region", "values": {"name": "eu-west-1"}},
			{"address": "aws_vpc_dhcp_options.d", "mode": "managed", "type": "aws_vpc_dhcp_options"}]}}},
		"errored": true, "complete": false}`)
	want := map[string]any{
		"changes":  []string{"aws_s3_bucket.changed", "aws_s3_bucket.deposed", "data.aws_iam_policy_document.p"},
		"prior":    []string{"data.aws_region.r"},
		"planned":  []string{"aws_s3_bucket.deposed", "aws_s3_bucket.kept", "module.a.module.b.aws_kms_key.k"},
		"deferred": []DeferredChange{{Address: "aws_instance.many", Type: "aws_instance", Reason: "instance_count_unknown"}},
		"flags":    []bool{false, true, true},
		"number":   json.Number("12345678901234567890"),
	}
	got := map[string]any{
		"changes": changed(p), "prior": addresses(p.Prior), "planned": addresses(p.Planned), "deferred": p.Deferred,
		"flags":  []bool{p.State, p.Errored, p.Partial},
		"number": p.Changes[0].Change.After.(map[string]any)["n"],
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestScanStates(t *testing.T) {
	tests := []struct {
		name, text string
		state      bool
		prior      []string
	}{
		{"a state without resources has a format version only", `{"format_version":"1.0"}`, true, nil},
		{"a state's resources are the prior ones", `{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"resources":[{"address":"aws_s3_bucket.b","mode":"managed","type":"aws_s3_bucket","sensitive_values":{}}]}},"checks":[]}`, true, []string{"aws_s3_bucket.b"}},
		{"a plan without changes is a plan", `{"format_version":"1.2","planned_values":{"root_module":{}},"configuration":{"root_module":{}}}`, false, nil},
		{"null sections are empty", `{"format_version":"0.1","planned_values":null,"resource_changes":null,"prior_state":null,"configuration":null,"variables":null,"complete":null}`, false, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := mustRead(t, tt.text)
			if p.State != tt.state || p.Partial {
				t.Errorf("state %v, partial %v", p.State, p.Partial)
			}
			if diff := cmp.Diff(tt.prior, addresses(p.Prior)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestScanIsStrictInWhatItKeeps(t *testing.T) {
	deep := strings.Repeat("[", maxNesting+1) + strings.Repeat("]", maxNesting+1)
	bucket := func(values string) string {
		return `{"format_version":"1.0","values":{"root_module":{"resources":[{"address":"aws_s3_bucket.b","mode":"managed","type":"aws_s3_bucket",` + values + `}]}}}`
	}
	const at = "in values.root_module.resources[0]"
	tests := []struct{ name, text, want string }{
		{"a doubled key", bucket(`"values":{"policy":"secret","policy":"other"}`), at + `: the key "policy" is there twice in values`},
		{"a doubled key of a map, which may be sensitive", bucket(`"values":{"tags":{"secret":1,"secret":2}}`), at + `: a key is there twice in values:`},
		{"a doubled key of a variable's value", `{"format_version":"1.0","variables":{"a":{"value":{"secret":1,"secret":2}}}}`, "in variables.a: a key is there twice:"},
		{"a doubled key of a constant", `{"format_version":"1.0","configuration":{"provider_config":{"aws":{"expressions":{"token":{"constant_value":{"secret":1,"secret":2}}}}}}}`, "a key is there twice in expressions:"},
		{"a doubled type", bucket(`"type":"aws_instance"`), `the key "type" is there twice`},
		{"a type in two spellings", bucket(`"Type":"aws_instance"`), "in two spellings"},
		{"deep nesting", bucket(`"values":{"x":` + deep + `}`), at + ": is nested more than 1000 levels"},
		{"too many values", bucket(`"values":{"x":[` + strings.Repeat("0,", maxValues) + `0]}`), at + ": holds more than 250000 values"},
		{"an address in too many modules", `{"format_version":"1.0","resource_changes":[{"address":"` + strings.Repeat("module.m.", maxModuleDepth+1) + `aws_s3_bucket.b","mode":"managed","type":"aws_s3_bucket"}]}`, "in resource_changes[0]: has modules nested more than 100 levels deep"},
		{"a value of the wrong kind", bucket(`"name":1234567`), at + ": the JSON number in name does not belong there"},
		{"an object of the wrong kind", bucket(`"values":"secret"`), "the JSON string in values"},
		{"a doubled variable", `{"format_version":"1.0","variables":{"a":{"value":"secret"},"a":{"value":2}}}`, "in variables.a: is in the file twice"},
		{"doubled lists of resources", `{"format_version":"1.0","values":{"root_module":{"resources":[],"resources":[]}}}`, "in values.root_module.resources: is in the file twice"},
		{"a doubled module call", `{"format_version":"1.0","configuration":{"root_module":{"module_calls":{"m":{},"m":{}}}}}`, "in configuration.root_module.module_calls.m: is in the file twice"},
		{"a planned resource that is not changed", `{"format_version":"1.0","planned_values":{"root_module":{"resources":[{"address":"aws_s3_bucket.b","mode":"managed","type":"aws_s3_bucket","values":{"a":"secret","a":2}}]}}}`, `in planned_values, aws_s3_bucket.b: the key "a" is there twice in values`},
		{"too many modules within modules", `{"format_version":"1.0","values":{"root_module":` + strings.Repeat(`{"child_modules":[`, maxModuleDepth+1) + strings.Repeat(`]}`, maxModuleDepth+1) + `}}`, "modules nested more than 100 levels"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readText(t, tt.text)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q in it", err, tt.want)
			}
			if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "1234567") {
				t.Errorf("%q holds a value of the plan", err)
			}
		})
	}
}

func TestScanToleratesInWhatItSkips(t *testing.T) {
	deep := strings.Repeat("[", 5000) + strings.Repeat("]", 5000)
	tests := []struct{ name, text string }{
		{"doubled keys", `{"format_version":"1.0","checks":{"a":1,"a":2},"resource_changes":[{"type":"aws_instance","mode":"managed","change":{"x":1,"x":2}}]}`},
		{"deep nesting", `{"format_version":"1.0","checks":` + deep + `,"resource_changes":[{"type":"aws_instance","mode":"managed","change":` + deep + `}]}`},
		{"keys of later formats", `{"format_version":"1.99","new":{"a":[1,null,true]},"resource_changes":[]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { mustRead(t, tt.text) })
	}
}

func TestScanBoundsOneValue(t *testing.T) {
	m := newMeter(context.Background(), strings.NewReader(`{"variables":{"x":{"value":"`+strings.Repeat("a", 1<<16)+`"}}}`))
	s := newScanner(m, newBudget())
	err := s.members(func(key string) error {
		m.allow(1 << 10)
		_, err := s.dec.ReadValue()
		return err
	})
	if err == nil || !strings.Contains(s.locate(err).Error(), "MiB") {
		t.Error(err)
	}
}

// TestScanNeverTakesAPartForTheWhole cuts a real plan anywhere.
func TestScanNeverTakesAPartForTheWhole(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "read-modules.json"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.TrimRight(string(data), " \n")
	mustRead(t, text)
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, len(text)-1).Draw(rt, "bytes")
		_, err := readText(t, text[:n])
		if err == nil || !strings.Contains(err.Error(), "ends too early") {
			rt.Fatalf("%d bytes of %d: %v", n, len(text), err)
		}
	})
}

// manyInstances writes a plan of n unrelated resources without holding it.
func manyInstances(n int) io.Reader {
	r, w := io.Pipe()
	go func() {
		io.WriteString(w, `{"format_version":"1.2","resource_changes":[`)
		for range n - 1 {
			w.Write(instance)
			w.Write(comma)
		}
		w.Write(instance)
		io.WriteString(w, `]}`)
		w.Close()
	}()
	return r
}

var comma = []byte(",")

var instance = []byte(`{"address":"aws_instance.i","mode":"managed","type":"aws_instance","change":{"after":{"user_data":"` + strings.Repeat("unrelated ", 1000) + `"}}}`)

func TestScanHoldsNothingUnrelated(t *testing.T) {
	const n = 5000 // about 50 MB
	var before, after runtime.MemStats
	in := manyInstances(n)
	runtime.GC()
	runtime.ReadMemStats(&before)
	p, err := Read(context.Background(), "plan.json", in, Options{})
	runtime.ReadMemStats(&after)
	if err != nil || len(p.Changes) != 0 {
		t.Fatal(p, err)
	}
	if each := (after.TotalAlloc - before.TotalAlloc) / n; each > uint64(len(instance))/4 {
		t.Errorf("%d bytes allocated for each unrelated resource of %d bytes", each, len(instance))
	}
}

func BenchmarkScanUnrelated(b *testing.B) {
	text, err := io.ReadAll(manyInstances(5000))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readText(b, string(text)); err != nil {
			b.Fatal(err)
		}
	}
}
