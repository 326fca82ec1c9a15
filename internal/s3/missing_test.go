package s3

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/plan"
)

// saying is a bucket of which something is said beside the plan: keys that
// objects have, and keys that none has.
func saying(t rapid.TB, present, missing []string, changes ...change) *Bucket {
	keys := func(address, typ string, list []string) plan.Assumption {
		var patterns []any
		for _, k := range list {
			patterns = append(patterns, k)
		}
		return plan.Assumption{Address: address, Type: typ, Bucket: "docs", Values: map[string]any{"bucket": "docs", "keys": patterns}}
	}
	assume := []plan.Assumption{keys("assume.objects", plan.PresentObjects, present), keys("assume.missing", plan.MissingObjects, missing)}
	return storeAssuming(t, assume, append(changes, existing("aws_s3_bucket.docs", attrs{"bucket": "docs", "acl": "private"}))...).Bucket("docs", "eu-west-1", "aws")
}

func object(key any) change {
	return created("aws_s3_object.o", attrs{"bucket": "docs", "key": key})
}

func TestMissing(t *testing.T) {
	for name, c := range map[string]struct {
		present, missing []string
		changes          []change
		want             string
	}{
		"what nobody speaks of exists":               {nil, nil, nil, "no"},
		"a key that matches is missing":              {nil, []string{"img/*"}, nil, "yes"},
		"a key that is written out is missing":       {nil, []string{"img/a.png"}, nil, "yes"},
		"another key is not":                         {nil, []string{"img/b.png", "js/*"}, nil, "no"},
		"a mark stands for one character":            {nil, []string{"img/?.png"}, nil, "yes"},
		"a star goes beyond slashes":                 {nil, []string{"*"}, nil, "yes"},
		"keys are case-sensitive":                    {nil, []string{"IMG/*"}, nil, "no"},
		"objects are an exception":                   {[]string{"img/*"}, []string{"*"}, nil, "no"},
		"objects elsewhere are none":                 {[]string{"js/*"}, []string{"*"}, nil, "yes"},
		"an object of the plan exists":               {nil, []string{"*"}, []change{object("img/a.png")}, "no"},
		"another object of the plan says nothing":    {nil, []string{"*"}, []change{object("img/b.png")}, "yes"},
		"an object of the plan with an unknown key":  {nil, []string{"*"}, []change{object(nil)}, "unknown"},
		"an object of the plan in an unknown bucket": {nil, []string{"*"}, []change{created("aws_s3_object.o", attrs{"bucket": nil, "key": "img/a.png"})}, "unknown"},
		"an object that goes away with the plan":     {nil, []string{"*"}, []change{deleted("aws_s3_object.o", attrs{"bucket": "docs", "key": "img/a.png"})}, "yes"},
	} {
		t.Run(name, func(t *testing.T) {
			got := saying(t, c.present, c.missing, c.changes...).Missing("img/a.png")
			if word(got) != c.want {
				t.Errorf("missing: %s, want %s", word(got), c.want)
			}
			if got.IsUnknown() && len(got.Causes()) == 0 {
				t.Error("nothing says why it is unknown")
			}
		})
	}
}

// listTo is an Allow of the listing to one of the callers.
func listTo(caller string, more attrs) statement {
	s := grantTo(caller)
	s["Sid"], s["Action"], s["Resource"] = "List", "s3:ListBucket", "arn:aws:s3:::docs"
	for k, v := range more {
		s[k] = v
	}
	return s
}

// Whoever may not list the bucket gets 403 in place of 404 (S3 API
// Reference, GetObject, Permissions). Of website endpoints AWS's documents say
// both.
func TestAuthorizeMissing(t *testing.T) {
	denied := statement{"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*"}
	enforced := created("aws_s3_bucket_ownership_controls.docs", attrs{"bucket": "docs", "rule": []attrs{{"object_ownership": "BucketOwnerEnforced"}}})
	managed := created("aws_s3_bucket_server_side_encryption_configuration.docs", attrs{"bucket": "docs", "rule": []attrs{{
		"apply_server_side_encryption_by_default": []attrs{{"sse_algorithm": "aws:kms"}},
	}}})
	for name, c := range map[string]struct {
		caller, method string
		changes        []change
		allowed        string
		status         int
		code           trace.Code
	}{
		"may read, may not list":                  {"oac", "GET", []change{bucketPolicy(grantTo("oac"))}, "no", 0, trace.KeyMissing},
		"HEAD is answered like GET":               {"oac", "HEAD", []change{bucketPolicy(grantTo("oac"))}, "no", 0, trace.KeyMissing},
		"may list":                                {"oac", "GET", []change{bucketPolicy(grantTo("oac"), listTo("oac", nil))}, "no", 404, ""},
		"the right to list names the objects":     {"oac", "GET", []change{bucketPolicy(grantTo("oac"), listTo("oac", attrs{"Action": "s3:*", "Resource": "arn:aws:s3:::docs/*"}))}, "no", 0, trace.KeyMissing},
		"may list under a prefix":                 {"oac", "GET", []change{bucketPolicy(grantTo("oac"), listTo("oac", attrs{"Condition": attrs{"StringLike": attrs{"s3:prefix": "img/*"}}}))}, "unknown", 0, ""},
		"may not read":                            {"oac", "GET", []change{bucketPolicy(listTo("oai", nil))}, "no", 0, trace.PrincipalMissing},
		"may list, may not read":                  {"oac", "GET", []change{bucketPolicy(listTo("oac", nil))}, "unknown", 0, trace.ActionMissing},
		"may list, is denied to read":             {"oac", "GET", []change{bucketPolicy(grantTo("oac"), listTo("oac", nil), denied)}, "unknown", 0, trace.ExplicitDeny},
		"may list, exists, may not read":          {"oac", "GET", []change{bucketPolicy(listTo("oac", nil)), object("a.html")}, "no", 0, trace.ActionMissing},
		"is denied to read":                       {"oac", "GET", []change{bucketPolicy(grantTo("oac"), denied)}, "no", 0, trace.ExplicitDeny},
		"a missing object has no key to decrypt":  {"oac", "GET", []change{bucketPolicy(grantTo("oac"), listTo("oac", nil)), managed}, "no", 404, ""},
		"another caller may list":                 {"oai", "GET", []change{bucketPolicy(grantTo("oai"), listTo("oac", nil)), enforced}, "no", 0, trace.KeyMissing},
		"an identity may list":                    {"oai", "GET", []change{bucketPolicy(grantTo("oai"), listTo("oai", nil))}, "no", 404, ""},
		"a missing object can be deleted":         {"oac", "DELETE", []change{bucketPolicy(statement{"Effect": "Allow", "Principal": attrs{"Service": ServicePrincipal}, "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::docs/*"})}, "yes", 0, ""},
		"a missing object can be put":             {"oac", "PUT", []change{bucketPolicy(statement{"Effect": "Allow", "Principal": attrs{"Service": ServicePrincipal}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::docs/*"})}, "yes", 0, ""},
		"a website that everyone may list":        {"website", "GET", []change{bucketPolicy(publicRead, listTo("website", nil)), noBlock}, "no", 404, ""},
		"a website that everyone may read":        {"website", "GET", []change{bucketPolicy(publicRead), noBlock}, "unknown", 0, ""},
		"a private website":                       {"website", "GET", []change{bucketPolicy(grantTo("oac")), noBlock}, "unknown", 0, ""},
		"everyone may read":                       {"anonymous", "GET", []change{bucketPolicy(publicRead), noBlock, enforced}, "no", 0, trace.KeyMissing},
		"it is unknown what is granted":           {"oac", "GET", nil, "unknown", 0, ""},
		"it is unknown whether the object exists": {"oac", "GET", []change{bucketPolicy(grantTo("oac")), object(nil)}, "unknown", 0, ""},
		"refused whether or not it exists":        {"oac", "GET", []change{bucketPolicy(grantTo("oai")), object(nil)}, "no", 0, trace.PrincipalMissing},
	} {
		t.Run(name, func(t *testing.T) {
			r := callers[c.caller]
			r.Method = c.method
			got := saying(t, nil, []string{"a.html"}, c.changes...).Authorize(r)
			if word(got.Allowed) != c.allowed || got.Status != c.status {
				t.Errorf("allowed %s with status %d, want %s with %d", word(got.Allowed), got.Status, c.allowed, c.status)
			}
			if c.code != "" && !slices.ContainsFunc(got.Refusals, func(f trace.Refusal) bool { return f.Code == c.code }) {
				t.Errorf("%+v, want the refusal %q", got.Refusals, c.code)
			}
			if got.Allowed.IsUnknown() && len(got.Allowed.Causes()) == 0 {
				t.Error("nothing says why it is unknown")
			}
		})
	}
}

// Through an access point the right to list is asked of both policies, like the
// right to read.
func TestAccessPointMissing(t *testing.T) {
	point := func(actions ...string) change {
		return existing("aws_s3_access_point.photos", attrs{
			"bucket": "docs", "name": "photos", "arn": pointARN, "alias": "photos-abc-s3alias",
			"policy": policyText(statement{"Effect": "Allow", "Principal": attrs{"Service": ServicePrincipal}, "Action": actions, "Resource": []string{pointARN, pointARN + "/object/*"}}),
		})
	}
	for name, c := range map[string]struct {
		changes []change
		want    int
	}{
		"both let the caller list":  {[]change{point("s3:GetObject", "s3:ListBucket"), bucketPolicy(grantTo("oac"), listTo("oac", nil))}, 404},
		"the access point does not": {[]change{point("s3:GetObject"), bucketPolicy(grantTo("oac"), listTo("oac", nil))}, 0},
		"the bucket does not":       {[]change{point("s3:GetObject", "s3:ListBucket"), bucketPolicy(grantTo("oac"))}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b := saying(t, nil, []string{"*"}, c.changes...)
			got := b.store.AccessPoint("photos-abc-s3alias", "").Authorize(callers["oac"])
			if !got.Allowed.IsFalse() || got.Status != c.want {
				t.Errorf("allowed %s with status %d, want no with %d", word(got.Allowed), got.Status, c.want)
			}
		})
	}
}

// To say more of a bucket never turns a refusal into a grant, and what exists is
// not missing.
func TestSayingMore(t *testing.T) {
	key := rapid.StringMatching(`[ab/*?]{1,4}`)
	rapid.Check(t, func(r *rapid.T) {
		present, missing := rapid.SliceOfN(key, 0, 3).Draw(r, "present"), rapid.SliceOfN(key, 0, 3).Draw(r, "missing")
		policy := []change{bucketPolicy(grantTo(rapid.SampledFrom([]string{"oac", "oai"}).Draw(r, "for")), listTo(rapid.SampledFrom([]string{"oac", "oai"}).Draw(r, "lists"), nil))}
		asked := callers["oac"]
		asked.Key = rapid.StringMatching(`[ab/]{1,4}`).Draw(r, "key")
		plain, said := saying(r, nil, nil, policy...), saying(r, present, missing, policy...)
		if !said.Exists(asked.Key).And(said.Missing(asked.Key)).IsFalse() {
			r.Errorf("%s exists and is missing", asked.Key)
		}
		was, is := plain.Authorize(asked), said.Authorize(asked)
		if was.Allowed.IsFalse() && is.Allowed.IsTrue() || said.Missing(asked.Key).IsFalse() && was.Allowed.Truth() != is.Allowed.Truth() {
			r.Errorf("%s: allowed %s, and with more said %s", asked.Key, word(was.Allowed), word(is.Allowed))
		}
		if is.Allowed.IsFalse() && is.Status == 0 && len(is.Refusals) == 0 {
			r.Errorf("%s is refused for no reason", asked.Key)
		}
	})
}
