package plan

import (
	"cmp"
	"strings"

	"github.com/plan403/plan403/internal/symbol"
)

// identity tells by what AWS knows which thing a resource is or sets, so that two
// roots can speak of one: a bucket by its name, a setting of a bucket by that and
// its type, anything else by its ARN or id. It is "" where that is not known
// before apply: then nothing is taken for the same.
//
// Source: the "Import" section of each resource in the AWS provider's
// documentation, which names what identifies it.
func (s *State) identity(r *Resource) string {
	parts := identifying(r)
	for i, name := range parts {
		text := s.Symbols.Reveal(r.String(name))
		if symbol.Unknown(text) || text == "" && i == 0 {
			return ""
		}
		parts[i] = text
	}
	if len(parts) == 0 {
		return ""
	}
	return kindOf(r.Type) + " " + strings.Join(parts, " ")
}

// identifying lists the arguments that identify a resource, of which the first is
// never empty.
func identifying(r *Resource) []string {
	switch {
	case r.Type == "aws_s3_object" || r.Type == "aws_s3_bucket_object" || r.Type == "aws_s3_object_copy":
		return []string{"bucket", "key"}
	case strings.HasPrefix(r.Type, "aws_s3_bucket"):
		return []string{"bucket"}
	case r.Type == "aws_route53_record":
		return []string{"zone_id", "name", "type", "set_identifier"}
	case r.Type == "aws_kms_key_policy":
		return []string{"key_id"}
	case r.Type == "aws_kms_grant":
		return []string{"grant_id"}
	case r.Type == "aws_s3_account_public_access_block":
		return []string{cmp.Or(first(r, "account_id", "id"), "id")}
	}
	return []string{cmp.Or(first(r, "arn", "id"), "id")}
}

// first is the first of some arguments that is set.
func first(r *Resource, names ...string) string {
	for _, name := range names {
		if r.String(name) != "" {
			return name
		}
	}
	return ""
}

// kindOf joins the types that stand for one thing.
func kindOf(typ string) string {
	switch typ {
	case "aws_s3_bucket_object", "aws_s3_object_copy":
		return "aws_s3_object"
	case "aws_kms_external_key", "aws_kms_replica_key":
		return "aws_kms_key"
	}
	return typ
}

// identities finds the resources of a state that are known by what they are.
func (s *State) identities() map[string]*Resource {
	out := map[string]*Resource{}
	for _, r := range s.Resources {
		if r.Mode != "managed" || r.Deposed != "" {
			continue
		}
		if id := s.identity(r); id != "" && out[id] == nil {
			out[id] = r
		}
	}
	return out
}
