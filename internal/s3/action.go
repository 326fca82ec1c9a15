package s3

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// actions are what one operation needs by method: to read, to write, to delete.
type actions struct{ read, write, remove string }

// ofObject and ofBucket are what the parameters of a query string ask for that name
// a part of an object or of a bucket (S3 User Guide, Required permissions for
// Amazon S3 API operations). "" is the object or the bucket itself.
var (
	ofObject = map[string]actions{
		"":           {"GetObject", "PutObject", "DeleteObject"},
		"acl":        {"GetObjectAcl", "PutObjectAcl", ""},
		"attributes": {"GetObjectAttributes", "", ""},
		"legal-hold": {"GetObjectLegalHold", "PutObjectLegalHold", ""},
		"retention":  {"GetObjectRetention", "PutObjectRetention", ""},
		"tagging":    {"GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging"},
		"torrent":    {"GetObjectTorrent", "", ""},
		"uploadId":   {"ListMultipartUploadParts", "PutObject", "AbortMultipartUpload"},
	}
	ofBucket = map[string]actions{
		"":         {read: "ListBucket"},
		"acl":      {read: "GetBucketAcl"},
		"cors":     {read: "GetBucketCORS"},
		"location": {read: "GetBucketLocation"},
		"policy":   {read: "GetBucketPolicy"},
		"tagging":  {read: "GetBucketTagging"},
		"uploads":  {read: "ListBucketMultipartUploads"},
		"versions": {read: "ListBucketVersions"},
		"website":  {read: "GetBucketWebsite"},
	}
)

// versioned are the actions that a request for a certain version needs another one
// for, which has Version in its name.
var versioned = map[string]string{
	"GetObject": "GetObjectVersion", "DeleteObject": "DeleteObjectVersion",
	"GetObjectAcl": "GetObjectVersionAcl", "PutObjectAcl": "PutObjectVersionAcl",
	"GetObjectAttributes": "GetObjectVersionAttributes",
	"GetObjectTagging":    "GetObjectVersionTagging", "PutObjectTagging": "PutObjectVersionTagging",
	"DeleteObjectTagging": "DeleteObjectVersionTagging", "GetObjectTorrent": "GetObjectVersionTorrent",
}

// action is the action that a request needs.
func action(r Request) string {
	name := "PutObject"
	switch needed := r.needs(); r.Method {
	case "GET", "HEAD":
		name = cmp.Or(needed.read, "GetObject")
	case "DELETE":
		name = cmp.Or(needed.remove, "DeleteObject")
	case "PUT", "POST":
		name = cmp.Or(needed.write, name)
	default:
		name = "GetObject"
	}
	if r.asksFor("versionId") {
		name = cmp.Or(versioned[name], name)
	}
	return "s3:" + name
}

// needs finds what the query string asks for. A website endpoint knows no parts.
func (r Request) needs() actions {
	parts := ofObject
	if r.Key == "" {
		parts = ofBucket
	}
	if len(r.Parameters) == 0 {
		return parts[""]
	}
	for _, name := range slices.Sorted(maps.Keys(r.Parameters)) {
		if needed, ok := parts[name]; ok && name != "" && r.asksFor(name) {
			return needed
		}
	}
	return parts[""]
}

func (r Request) asksFor(parameter string) bool {
	return r.Caller != WebsiteEndpoint && r.Parameters.Has(parameter)
}

// readsContent reports whether it is an object's content that a request reads.
func (r Request) readsContent() bool {
	return r.Key != "" && strings.HasPrefix(action(r), "s3:GetObject") && r.needs() == ofObject[""]
}
