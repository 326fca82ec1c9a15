package simulate

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What stands behind trusted_key_groups is asked by a viewer whose signature is
// valid (CloudFront Developer Guide, Serve private content with signed URLs and
// signed cookies).
func TestSignedViewers(t *testing.T) {
	signing := attrs{"trusted_key_groups": []string{"7a1e"}}
	for name, c := range map[string]struct {
		target           string
		more             attrs
		unsigned, signed status
	}{
		"a bucket that grants the read":         {"open", signing, forbidden, served},
		"a bucket without a policy":             {"shut", signing, forbidden, forbidden},
		"a behavior for everyone":               {"open", nil, served, served},
		"a behavior of which this is not known": {"open", attrs{"trusted_key_groups": later{}}, unknown, served},
		"a behavior with trusted_signers":       {"open", attrs{"trusted_signers": []string{"self"}}, forbidden, served},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"default_cache_behavior": []attrs{behavior(c.target, c.more)}}, nil)
			d := w.Distribution(siteAddress)
			compare(t, c.unsigned, w.Send(d, Request{Method: "GET", Scheme: "https", Path: "/a"}))
			compare(t, c.signed, w.Send(d, Request{Method: "GET", Scheme: "https", Path: "/a", Signed: true}))
		})
	}
}

// Both viewers are outcomes, and a behavior for everyone is asked once.
func TestSignedOutcomes(t *testing.T) {
	type asked struct {
		Path, Verdict string
		Signed        bool
	}
	for name, c := range map[string]struct {
		more attrs
		want []asked
	}{
		"everyone":       {nil, []asked{{"/a", "served", false}, {"/", "forbidden", false}}},
		"signed viewers": {attrs{"trusted_key_groups": []string{"7a1e"}}, []asked{{"/a", "forbidden", false}, {"/a", "served", true}, {"/", "forbidden", false}, {"/", "forbidden", true}}},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"default_cache_behavior": []attrs{behavior("open", c.more)}}, nil)
			var got []asked
			for _, o := range Run(w, w.before) {
				if o.Scheme == "https" {
					got = append(got, asked{o.Path, o.Verdict.String(), o.Signed})
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
