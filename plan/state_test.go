package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What each action leaves behind, before and after apply.
func TestActions(t *testing.T) {
	old, updated := attrs{"bucket": "old"}, attrs{"bucket": "new"}
	for name, c := range map[string]struct {
		actions       []string
		before, after attrs
		want          [2]string // bucket before, after; "-" is no resource
		action        Action
	}{
		"create":                    {[]string{"create"}, nil, updated, [2]string{"-", "new"}, Create},
		"update":                    {[]string{"update"}, old, updated, [2]string{"old", "new"}, Update},
		"no-op":                     {[]string{"no-op"}, old, old, [2]string{"old", "old"}, NoOp},
		"delete":                    {[]string{"delete"}, old, nil, [2]string{"old", "-"}, Delete},
		"replace":                   {[]string{"delete", "create"}, old, updated, [2]string{"old", "new"}, Replace},
		"replace, created first":    {[]string{"create", "delete"}, old, updated, [2]string{"old", "new"}, Replace},
		"forget leaves it as it is": {[]string{"forget"}, old, nil, [2]string{"old", "old"}, Forget},
	} {
		t.Run(name, func(t *testing.T) {
			before, after := statesOf(t, planned{address: "aws_s3_bucket.docs", actions: c.actions, before: c.before, after: c.after})
			got := [2]string{"-", "-"}
			for i, s := range []*State{before, after} {
				if r := s.Resource("aws_s3_bucket.docs"); r != nil {
					got[i] = r.String("bucket")
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("before and after (-want +got):\n%s", diff)
			}
			if r := after.Resource("aws_s3_bucket.docs"); r != nil && (r.Action != c.action || r.New() != (c.action == Create || c.action == Replace)) {
				t.Errorf("action %v, new %v; want %v", r.Action, r.New(), c.action)
			}
		})
	}
}

func priorSection(address, typ, name string, values attrs) attrs {
	return attrs{"format_version": "1.0", "values": attrs{"root_module": attrs{"resources": []attrs{{
		"address": address, "mode": "managed", "type": typ, "name": name, "values": values,
	}}}}}
}

// A plan with targets does not mention what it leaves alone; that stands as it
// stood.
func TestUntouched(t *testing.T) {
	prior := priorSection("aws_s3_bucket.docs", "aws_s3_bucket", "docs", attrs{"bucket": "docs"})
	text := planJSON(t, attrs{"prior_state": prior, "complete": false})
	before, after := mustStates(t, mustRead(t, text), somewhere)
	for name, s := range map[string]*State{"before": before, "after": after} {
		r := s.Resource("aws_s3_bucket.docs")
		if r == nil || r.String("bucket") != "docs" || r.Action != Untouched {
			t.Errorf("%s: %v", name, r)
		}
	}
}

// What refresh found comes before what the last apply left.
func TestPriorStateIsBefore(t *testing.T) {
	prior := priorSection("aws_s3_bucket.docs", "aws_s3_bucket", "docs", attrs{"bucket": "docs", "policy": "refreshed"})
	text := planJSON(t, attrs{"prior_state": prior}, planned{
		address: "aws_s3_bucket.docs", actions: []string{"update"}, before: attrs{"bucket": "docs", "policy": "old"}, after: attrs{"bucket": "docs", "policy": "new"},
	})
	before, after := mustStates(t, mustRead(t, text), somewhere)
	got := [2]string{shown(t, before, "aws_s3_bucket.docs", "policy"), shown(t, after, "aws_s3_bucket.docs", "policy")}
	if diff := cmp.Diff([2]string{"refreshed", "new"}, got); diff != "" {
		t.Errorf("before and after (-want +got):\n%s", diff)
	}
}

// A resource that moved is one resource: nothing is left at the old address.
func TestMoved(t *testing.T) {
	prior := priorSection("aws_s3_bucket.fresh", "aws_s3_bucket", "fresh", attrs{"bucket": "docs"})
	moved := standing("aws_s3_bucket.fresh", attrs{"bucket": "docs"})
	moved.extra = attrs{"previous_address": "aws_s3_bucket.stale"}
	before, after := mustStates(t, mustRead(t, planJSON(t, attrs{"prior_state": prior}, moved)), somewhere)
	for name, s := range map[string]*State{"before": before, "after": after} {
		if s.Resource("aws_s3_bucket.fresh") == nil || s.Resource("aws_s3_bucket.stale") != nil {
			t.Errorf("%s: at the new address %v, at the old one %v", name, s.Resource("aws_s3_bucket.fresh"), s.Resource("aws_s3_bucket.stale"))
		}
	}
}

// An object left over from an interrupted replacement exists before apply and
// is deleted by it; it does not stand for the resource.
func TestDeposed(t *testing.T) {
	deposed := planned{address: "aws_s3_bucket.docs", actions: []string{"delete"}, before: attrs{"bucket": "left-over"}, extra: attrs{"deposed": "0f0f0f0f"}}
	before, after := statesOf(t, standing("aws_s3_bucket.docs", attrs{"bucket": "docs"}), deposed)
	if got := shown(t, before, "aws_s3_bucket.docs", "bucket"); got != "docs" {
		t.Errorf("bucket before is %q", got)
	}
	if n := len(before.OfType("aws_s3_bucket")); n != 2 {
		t.Errorf("%d buckets before, want 2", n)
	}
	if n := len(after.OfType("aws_s3_bucket")); n != 1 {
		t.Errorf("%d buckets after, want 1", n)
	}
}

// The JSON of a state holds one world.
func TestStateFile(t *testing.T) {
	text := `{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"child_modules":[{"address":"module.a[\"x.y\"]","resources":[
		{"address":"module.a[\"x.y\"].aws_s3_bucket.docs[0]","mode":"managed","type":"aws_s3_bucket","name":"docs","index":0,"values":{"bucket":"docs"}}]}]}}}`
	before, after := mustStates(t, mustRead(t, text), somewhere)
	if before != after {
		t.Error("a state has two worlds")
	}
	r := before.Resource(`module.a["x.y"].aws_s3_bucket.docs[0]`)
	if r == nil || r.Module.String() != `module.a["x.y"]` || r.New() {
		t.Errorf("resource %+v", r)
	}
}
