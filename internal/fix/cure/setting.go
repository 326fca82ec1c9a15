package cure

import (
	"strings"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/hcledit"
)

// Cures that give one argument its one right value.

// setting is a cure of one argument.
type setting struct {
	hcledit.Argument
	why, other string
}

// to gives the argument of a finding a value. Its name is that of the finding's
// attribute, unless the setting has one.
func (s setting) to(c *Case) []Candidate {
	if s.Name != "" {
		return s.at(c, c.Finding.Address, s.Name)
	}
	return s.at(c, c.Finding.Address, c.Finding.Attribute)
}

// at does so at an attribute of a resource.
func (s setting) at(c *Case, address, attribute string) []Candidate {
	path, name := splitPath(attribute)
	a := s.Argument
	a.Name = name
	return s.candidates(c.ways(address, path, a))
}

// candidates are the ways to make an edit, each on its own.
func (s setting) candidates(edits []hcledit.Edit) (out []Candidate) {
	for _, e := range edits {
		out = append(out, Candidate{Edits: []hcledit.Edit{e}, Why: s.why, Other: s.other})
	}
	return out
}

// splitPath parts the path of an argument from its name.
func splitPath(attribute string) (path, name string) {
	if at := strings.LastIndexByte(attribute, '.'); at >= 0 {
		return attribute[:at], attribute[at+1:]
	}
	return "", attribute
}

// typeS3 makes an origin access control one for S3.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
var typeS3 = setting{
	Argument: hcledit.Argument{Name: "origin_access_control_origin_type", Value: `"s3"`},
	why:      "the access control signs for an S3 origin, so its type has to be s3",
	other:    "an access control of its own for this origin, if others of another kind share this one",
}

// ownerPays ends Requester Pays.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html
func ownerPays(c *Case) []Candidate {
	name := "payer"
	if at, ok := addr.Parse(c.Finding.Address); ok && at.Type == "aws_s3_bucket" {
		name = "request_payer"
	}
	return setting{
		Argument: hcledit.Argument{Name: name, Value: `"BucketOwner"`},
		why:      "CloudFront pays for no request, so the bucket's owner has to",
	}.to(c)
}

// ownerEnforced gives all objects to the bucket's account.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
var ownerEnforced = setting{
	Argument: hcledit.Argument{Value: `"BucketOwnerEnforced"`},
	why:      "the bucket's account then owns every object, and the bucket policy reaches all of them",
}

// redirectToHTTPS lets viewers come by http.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html
var redirectToHTTPS = setting{
	Argument: hcledit.Argument{Value: `"redirect-to-https"`},
	why:      "viewers who come by http are then led to https",
}

// switchOn enables a distribution.
var switchOn = setting{
	Argument: hcledit.Argument{Value: "true"},
	why:      "a disabled distribution takes no requests",
}
