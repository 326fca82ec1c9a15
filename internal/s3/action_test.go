package s3

import (
	"net/url"
	"testing"
)

// Parameters of the query string name a version, or a part of an object or bucket, and
// these need actions of their own (S3 User Guide, Required permissions for Amazon S3
// API operations; S3 API Reference, GetObject).
func TestActionsOfParameters(t *testing.T) {
	for name, c := range map[string]struct {
		caller, method, key, query, want string
	}{
		"an object":                           {"oac", "GET", "a", "", "s3:GetObject"},
		"a version of it":                     {"oac", "GET", "a", "versionId=3sL4", "s3:GetObjectVersion"},
		"a version's head":                    {"oac", "HEAD", "a", "versionId=3sL4", "s3:GetObjectVersion"},
		"a version to delete":                 {"oac", "DELETE", "a", "versionId=3sL4", "s3:DeleteObjectVersion"},
		"a version is never written":          {"oac", "PUT", "a", "versionId=3sL4", "s3:PutObject"},
		"parameters have case":                {"oac", "GET", "a", "versionid=3sL4", "s3:GetObject"},
		"a parameter that S3 does not know":   {"oac", "GET", "a", "v=3", "s3:GetObject"},
		"an object's tags":                    {"oac", "GET", "a", "tagging", "s3:GetObjectTagging"},
		"the tags of a version":               {"oac", "PUT", "a", "tagging&versionId=3sL4", "s3:PutObjectVersionTagging"},
		"an object's ACL":                     {"oai", "GET", "a", "acl", "s3:GetObjectAcl"},
		"a part of an upload":                 {"oac", "PUT", "a", "partNumber=1&uploadId=VXBsb2Fk", "s3:PutObject"},
		"an upload given up":                  {"oac", "DELETE", "a", "uploadId=VXBsb2Fk", "s3:AbortMultipartUpload"},
		"a listing":                           {"oac", "GET", "", "list-type=2&prefix=a", "s3:ListBucket"},
		"a listing of versions":               {"oac", "GET", "", "versions", "s3:ListBucketVersions"},
		"the bucket's policy":                 {"oac", "GET", "", "policy", "s3:GetBucketPolicy"},
		"a website endpoint knows no version": {"website", "GET", "a", "versionId=3sL4", "s3:GetObject"},
	} {
		t.Run(name, func(t *testing.T) {
			r := callers[c.caller]
			r.Method, r.Key = c.method, c.key
			r.Parameters, _ = url.ParseQuery(c.query)
			if got := action(r); got != c.want {
				t.Errorf("%s %s?%s needs %s, want %s", c.method, c.key, c.query, got, c.want)
			}
		})
	}
}

// s3:VersionId is the version that is asked for.
func TestVersionIDKey(t *testing.T) {
	s := grantTo("oac")
	s["Action"], s["Condition"] = "s3:GetObjectVersion", attrs{"StringEquals": attrs{"s3:versionid": "3sL4"}}
	b := docs(t, true, bucketPolicy(s))
	for id, want := range map[string]string{"3sL4": "yes", "null": "no"} {
		r := callers["oac"]
		r.Parameters = url.Values{"versionId": {id}}
		if got := word(b.Authorize(r).Allowed); got != want {
			t.Errorf("version %s: %s, want %s", id, got, want)
		}
	}
}
