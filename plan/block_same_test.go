package plan

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

func TestSame(t *testing.T) {
	site := func(comment, domain string) Block {
		_, after := mustStates(t, mustRead(t, planJSON(t, nil, creating("aws_cloudfront_distribution.site", attrs{
			"comment": comment, "origin": []attrs{{"domain_name": "a.example.com"}, {"domain_name": domain, "origin_path": nil}},
		}))), StateOptions{})
		return after.Resource("aws_cloudfront_distribution.site").Block
	}
	one, other := site("old", "b.example.com"), site("new", "c.example.com")
	for _, c := range []struct {
		name, path string
		want       bool
	}{
		{"an argument changes", "comment", false},
		{"an argument of a block changes", "origin[1].domain_name", false},
		{"a block changes with it", "origin[1]", false},
		{"the block beside it does not", "origin[0]", true},
		{"nor does what is in neither", "origin[1].origin_path", true},
		{"nor a block in neither", "origin[2].domain_name", true},
		{"nor an argument in neither", "web_acl_id", true},
		{"the whole resource changes", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := one.Same(other, c.path); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestDiffering(t *testing.T) {
	site := func(arguments attrs) Block {
		_, after := mustStates(t, mustRead(t, planJSON(t, nil, standing("aws_cloudfront_distribution.site", arguments))), StateOptions{})
		return after.Resource("aws_cloudfront_distribution.site").Block
	}
	base := attrs{
		"comment": "old", "tags": attrs{"a": "1"}, "origin": []attrs{{"domain_name": "a.example.com"}},
	}
	with := func(arguments attrs) attrs {
		out := maps.Clone(base)
		maps.Copy(out, arguments)
		return out
	}
	for _, c := range []struct {
		name  string
		other attrs
		want  []string
	}{
		{"nothing changes", base, nil},
		{"an argument changes", with(attrs{"comment": "new"}), []string{"comment"}},
		{"a tag changes", with(attrs{"tags": attrs{"a": "2"}}), []string{"tags"}},
		{"one argument goes, and another one changes", attrs{"tags": attrs{}, "origin": base["origin"]}, []string{"comment", "tags"}},
		{"one in a block changes", with(attrs{"origin": []attrs{{"domain_name": "b.example.com"}}}), []string{"origin"}},
		{"an argument comes", with(attrs{"web_acl_id": "x"}), []string{"web_acl_id"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, site(base).Differing(site(c.other))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.want, site(c.other).Differing(site(base))); diff != "" {
				t.Error("the other way round:", diff)
			}
		})
	}
}

// Blocks that a plan tells are a list; those that are filled in from source, a tuple.
func TestSameValue(t *testing.T) {
	origins := func(domain string) cty.Value {
		origin := cty.ObjectVal(map[string]cty.Value{"domain_name": cty.StringVal(domain)})
		return cty.ListVal([]cty.Value{origin})
	}
	filled := cty.TupleVal(origins("a").AsValueSlice())
	for _, c := range []struct {
		name string
		a, b cty.Value
		want bool
	}{
		{"a list and a tuple of the same", origins("a"), filled, true},
		{"of another one", origins("b"), filled, false},
		{"deep inside", cty.TupleVal([]cty.Value{origins("a")}), cty.TupleVal([]cty.Value{filled}), true},
		{"nothing and something", cty.NilVal, filled, false},
		{"nothing at all", cty.NilVal, cty.NilVal, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := sameValue(c.a, c.b); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
