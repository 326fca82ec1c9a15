package s3

import (
	"cmp"
	"strings"

	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// archived are the storage classes whose objects must be restored before they
// can be read (S3 API Reference, GetObject: 403 InvalidObjectState). Glacier
// Instant Retrieval is not among them.
var archived = map[string]bool{"GLACIER": true, "DEEP_ARCHIVE": true}

// Archived decides whether an object can be read as it is stored. An object
// that a lifecycle rule will archive some day can be read until then.
func (b *Bucket) Archived(key string) Answer {
	if key == "" {
		return Answer{Allowed: tri.True}
	}
	if o := b.Object(key); o != nil && archived[o.StorageClass] {
		a := Answer{Allowed: tri.False}
		a.refuse(trace.Refusal{Code: trace.Archived, Step: trace.Step{
			Step: "storage class", Address: o.Address, Attribute: "storage_class", Detail: "an object in " + o.StorageClass + " must be restored before it can be read: 403 InvalidObjectState",
		}})
		return a
	}
	for _, t := range b.Transitions() {
		if strings.HasPrefix(key, t.Prefix) {
			a := Answer{Allowed: tri.Because(tri.Cause{Address: t.Address, Attribute: t.Attribute, Reason: t.Detail, Remedy: "keep what CloudFront serves out of the archive classes"})}
			a.refuse(trace.Refusal{Code: trace.Archived, Possible: true, Step: trace.Step{Step: "lifecycle", Address: t.Address, Attribute: t.Attribute, Detail: t.Detail}})
			return a
		}
	}
	return Answer{Allowed: tri.True}
}

// Transition is a rule that archives objects after some time.
type Transition struct {
	// Prefix is what keys must begin with; "" is every key.
	Prefix             string
	Address, Attribute string
	Detail             string
}

// Transitions lists the lifecycle and Intelligent-Tiering rules of the bucket
// that end in an archive class. Rules limited to tags are left out: they
// concern objects that the plan does not hold.
func (b *Bucket) Transitions() []Transition {
	var out []Transition
	list, _ := b.store.attached("bucket", b.Name, "aws_s3_bucket_lifecycle_configuration")
	for _, r := range list {
		rules, _ := r.Blocks("rule")
		for _, rule := range rules {
			if rule.String("status") != "Disabled" {
				out = append(out, transition(rule)...)
			}
		}
	}
	if b.Resource != nil && len(list) == 0 {
		rules, _ := b.Resource.Blocks("lifecycle_rule")
		for _, rule := range rules {
			if !rule.Bool("enabled", true).IsFalse() {
				out = append(out, transition(rule)...)
			}
		}
	}
	return append(out, b.tierings()...)
}

func transition(rule plan.Block) []Transition {
	prefix, tagged := filterPrefix(rule)
	if tagged {
		return nil
	}
	steps, _ := rule.Blocks("transition")
	for _, t := range steps {
		if class := t.String("storage_class"); archived[class] {
			return []Transition{{
				Prefix: prefix, Address: rule.Owner(), Attribute: t.Path(),
				Detail: objectsBelow(prefix) + " move to " + class + " after " + cmp.Or(t.String("days"), "some") + " days and then answer 403 InvalidObjectState until they are restored",
			}}
		}
	}
	return nil
}

func filterPrefix(rule plan.Block) (prefix string, tagged bool) {
	prefix = rule.String("prefix")
	filter, there := rule.First("filter")
	if there.IsFalse() {
		return prefix, hasTags(rule)
	}
	prefix = cmp.Or(filter.String("prefix"), prefix)
	if and, there := filter.First("and"); !there.IsFalse() {
		return cmp.Or(and.String("prefix"), prefix), hasTags(and)
	}
	_, tag := filter.First("tag")
	return prefix, tag.IsTrue() || hasTags(filter)
}

// hasTags reports whether tags certainly limit a rule.
func hasTags(b plan.Block) bool {
	tags, known := b.Map("tags")
	return known.IsTrue() && len(tags) > 0
}

func (b *Bucket) tierings() []Transition {
	var out []Transition
	list, _ := b.store.attached("bucket", b.Name, "aws_s3_bucket_intelligent_tiering_configuration")
	for _, r := range list {
		prefix, tagged := filterPrefix(r.Block)
		tiers, _ := r.Blocks("tiering")
		if r.String("status") == "Disabled" || tagged || len(tiers) == 0 || !b.tiersObjects(prefix) {
			continue
		}
		out = append(out, Transition{
			Prefix: prefix, Address: r.Address, Attribute: "tiering",
			Detail: objectsBelow(prefix) + " that nobody reads for " + cmp.Or(tiers[0].String("days"), "some") + " days move to " + tiers[0].String("access_tier") + " and then answer 403 InvalidObjectState until they are restored",
		})
	}
	return out
}

// tiersObjects reports whether the plan puts objects below the prefix into
// Intelligent-Tiering, without which its archive tiers concern nothing that the
// plan knows of.
func (b *Bucket) tiersObjects(prefix string) bool {
	list, _ := b.store.attached("bucket", b.Name, "aws_s3_bucket_lifecycle_configuration")
	for _, r := range list {
		rules, _ := r.Blocks("rule")
		for _, rule := range rules {
			steps, _ := rule.Blocks("transition")
			for _, t := range steps {
				if t.String("storage_class") == "INTELLIGENT_TIERING" {
					return true
				}
			}
		}
	}
	for _, o := range b.Objects {
		if o.StorageClass == "INTELLIGENT_TIERING" && strings.HasPrefix(o.Key, prefix) {
			return true
		}
	}
	return false
}

func objectsBelow(prefix string) string {
	if prefix == "" {
		return "all objects"
	}
	return "objects below " + prefix
}
