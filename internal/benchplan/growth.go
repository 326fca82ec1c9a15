package benchplan

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Shape is the size of a plan in the dimensions in which costs may grow.
type Shape struct {
	Sites, Behaviors, Statements int
	// Buckets stand behind each distribution; all distributions share them if Shared.
	Buckets int
	Shared  bool
	// Varied: the folders of each site have other names, so that sites are alike in
	// nothing that can be found once for all.
	Varied bool
	// Denies are Deny statements of each policy, each about a folder that nobody is
	// granted: there all that no behavior takes is refused but the index.
	Denies int
	// Objects are uploaded to the first bucket.
	Objects int
	// Rules are those of one web ACL before all sites, none if 0.
	Rules int
	// Writes: all behaviors allow methods that no bucket grants, which makes a finding
	// for each distribution and method.
	Writes bool
	// Change is what the plan does to everything: "" leaves it, "tags" and "policies"
	// update these, and "create" and "replace" do as they say.
	Change string
	// Files are those of source that is judged in place of a plan; see WriteFiles.
	Files int
}

type object = map[string]any

// WriteShape writes a plan of sites, which are served.
func WriteShape(w io.Writer, s Shape) error {
	var changes []object
	for i := range s.Sites {
		for b := range s.Buckets {
			if !s.Shared || i == 0 {
				changes = append(changes, s.bucket(i, b)...)
			}
		}
		changes = append(changes, s.distribution(i)...)
	}
	for i := range s.Objects {
		key := fmt.Sprintf("dir%d/page%d.html", i%s.Behaviors, i)
		changes = append(changes, s.change("aws_s3_object", fmt.Sprint("o", i), object{
			"bucket": s.bucketName(0, 0), "key": key, "id": key,
		}))
	}
	if s.Rules > 0 {
		changes = append(changes, s.change("aws_wafv2_web_acl", "w", s.firewall()))
	}
	return json.NewEncoder(w).Encode(object{
		"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": changes,
	})
}

// WriteFiles writes files of source into a folder, of 10 KB each, that have nothing to
// do with sites.
func (s Shape) WriteFiles(dir string) error {
	for i := range s.Files {
		var text strings.Builder
		for j := 0; text.Len() < 10_000; j++ {
			fmt.Fprintf(&text, unrelatedPolicy, i, j)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("f%d.tf", i)), []byte(text.String()), 0o644); err != nil {
			return err
		}
	}
	return nil
}

const unrelatedPolicy = `resource "aws_iam_policy" "p%d_%d" {
  name = "data"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for a in ["s3:GetObject", "sqs:SendMessage"] : {
        Effect   = "Allow"
        Action   = a
        Resource = "arn:aws:s3:::data-${a}/*"
      }
    ]
  })
}

`

func (s Shape) change(typ, name string, after object) object {
	change := object{"actions": []string{"no-op"}, "before": after, "after": after, "after_unknown": object{}}
	switch s.Change {
	case "create":
		change["actions"], change["before"] = []string{"create"}, nil
	case "replace":
		change["actions"] = []string{"delete", "create"}
	case "tags", "policies":
		before := object{"tags": object{"team": "a"}}
		for k, v := range after {
			before[k] = v
		}
		after["tags"] = object{"team": "b"}
		if policy, ok := after["policy"].(string); ok && s.Change == "policies" {
			after["policy"] = policy[:len(policy)-1] + `,"Id":"new"}`
		}
		change["actions"], change["before"] = []string{"update"}, before
	}
	return object{"address": typ + "." + name, "mode": "managed", "type": typ, "name": name, "change": change}
}

func (s Shape) bucketName(site, b int) string {
	if s.Shared {
		site = 0
	}
	return fmt.Sprintf("site-%d-%d", site, b)
}

func (s Shape) folder(site, i int) string {
	if s.Varied {
		return fmt.Sprintf("x%d-%d", site*7919+i, i)
	}
	return fmt.Sprint("dir", i)
}

func (s Shape) bucket(site, b int) []object {
	name := s.bucketName(site, b)
	arn := "arn:aws:s3:::" + name
	var statements []object
	for i := range max(s.Statements, s.Behaviors+1) {
		keys, of := s.folder(site, i)+"/*", object{"StringEquals": object{"AWS:SourceAccount": "123456789012"}}
		switch {
		case i == s.Behaviors && s.Denies > 0:
			keys = "index*"
		case i == s.Behaviors:
			keys = "*"
		}
		statements = append(statements, object{
			"Effect": "Allow", "Principal": object{"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject",
			"Resource": arn + "/" + keys, "Condition": of,
		})
	}
	for i := range s.Denies {
		statements = append(statements, object{
			"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": fmt.Sprintf("%s/deny%d/*", arn, i),
			"Condition": object{"Bool": object{"aws:SecureTransport": "false"}},
		})
	}
	policy, _ := json.Marshal(object{"Version": "2012-10-17", "Statement": statements}) // of texts alone
	return []object{
		s.change("aws_s3_bucket", name, object{
			"bucket": name, "id": name, "arn": arn, "region": "us-east-1", "bucket_region": "us-east-1",
			"bucket_domain_name":          name + ".s3.amazonaws.com",
			"bucket_regional_domain_name": name + ".s3.us-east-1.amazonaws.com",
		}),
		s.change("aws_s3_bucket_policy", name, object{"bucket": name, "id": name, "policy": string(policy)}),
	}
}

func (s Shape) distribution(site int) []object {
	id, control := fmt.Sprintf("E%08d", site), fmt.Sprintf("OAC%06d", site)
	var origins, behaviors []object
	for b := range s.Buckets {
		domain := s.bucketName(site, b) + ".s3.us-east-1.amazonaws.com"
		origins = append(origins, object{
			"origin_id": fmt.Sprint(b), "domain_name": domain, "origin_access_control_id": control,
		})
	}
	methods := []string{"GET", "HEAD"}
	if s.Writes {
		methods = append(methods, "OPTIONS", "PUT", "POST", "PATCH", "DELETE")
	}
	behavior := func(i int) object {
		return object{
			"target_origin_id": fmt.Sprint(i % s.Buckets), "viewer_protocol_policy": "redirect-to-https",
			"allowed_methods": methods, "cached_methods": []string{"GET", "HEAD"},
		}
	}
	for i := range s.Behaviors {
		one := behavior(i)
		one["path_pattern"] = "/" + s.folder(site, i) + "/*"
		behaviors = append(behaviors, one)
	}
	alias := fmt.Sprintf("site-%d.example.org", site)
	after := object{
		"id": id, "arn": "arn:aws:cloudfront::123456789012:distribution/" + id,
		"domain_name": "d" + id + ".cloudfront.net", "hosted_zone_id": "Z2FDTNDATAQYW2",
		"enabled": true, "aliases": []string{alias}, "default_root_object": "index.html",
		"origin": origins, "default_cache_behavior": []object{behavior(0)}, "ordered_cache_behavior": behaviors,
	}
	if s.Rules > 0 {
		after["web_acl_id"] = firewallARN
	}
	name := fmt.Sprint("site", site)
	return []object{
		s.change("aws_cloudfront_origin_access_control", name, object{
			"id": control, "origin_access_control_origin_type": "s3", "signing_behavior": "always",
			"signing_protocol": "sigv4",
		}),
		s.change("aws_cloudfront_distribution", name, after),
		s.change("aws_route53_record", name, object{
			"name": alias, "type": "CNAME", "records": []string{"d" + id + ".cloudfront.net"}, "zone_id": "Z0",
		}),
	}
}

const firewallARN = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/w/1"

func (s Shape) firewall() object {
	var rules []object
	for i := range s.Rules {
		match := object{
			"field_to_match": []object{{"uri_path": []object{{}}}}, "positional_constraint": "STARTS_WITH",
			"search_string": fmt.Sprintf(
				"/blocked%d/",
				i,
			), "text_transformation": []object{{"priority": 0, "type": "NONE"}},
		}
		rules = append(rules, object{
			"name": fmt.Sprint("r", i), "priority": i, "action": []object{{"block": []object{{}}}},
			"statement": []object{{"byte_match_statement": []object{match}}},
		})
	}
	return object{
		"arn": firewallARN, "id": "1", "name": "w", "scope": "CLOUDFRONT",
		"default_action": []object{{"allow": []object{{}}}}, "rule": rules,
	}
}
