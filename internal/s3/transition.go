package s3

import (
	"cmp"

	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Transition is a rule that archives objects after some time.
type Transition struct {
	// Prefix is what keys must begin with; "" is every key.
	Prefix             string
	Address, Attribute string
	Detail             string
	// Certain is unknown where it is not known whether the rule does that.
	Certain tri.Value
}

// Transitions lists the lifecycle and Intelligent-Tiering rules of the bucket
// that end in an archive class, or may. Rules limited to tags are left out: they
// concern objects that the plan does not hold.
func (b *Bucket) Transitions() []Transition {
	var out []Transition
	for _, rule := range b.lifecycleRules() {
		if t := rule.transition(); !t.Certain.IsFalse() {
			out = append(out, t)
		}
	}
	return append(out, b.tierings()...)
}

// lifecycleRule is one rule of a lifecycle configuration. on tells whether it is in
// force. One that is unseen stands for those of which nothing is known.
type lifecycleRule struct {
	plan.Block
	on     tri.Value
	unseen bool
}

// lifecycleRules lists the rules of the bucket's lifecycle configuration, by the
// resource that has it or by the bucket's own blocks.
func (b *Bucket) lifecycleRules() []lifecycleRule {
	var out []lifecycleRule
	const own = "aws_s3_bucket_lifecycle_configuration"
	list, _ := b.store.attached("bucket", b.Name, own)
	for _, r := range list {
		rules, known := r.Blocks("rule")
		for _, rule := range rules {
			out = append(out, lifecycleRule{Block: rule, on: equals(rule.String("status"), "Disabled").Not()})
		}
		out = append(out, unseenRule(r.Block, known)...)
	}
	if len(list) == 0 && b.shows("lifecycle_rule", own) {
		rules, known := b.Resource.Blocks("lifecycle_rule")
		for _, rule := range rules {
			out = append(out, lifecycleRule{Block: rule, on: rule.Bool("enabled", true)})
		}
		out = append(out, unseenRule(b.Resource.Block, known)...)
	}
	return out
}

// unseenRule stands for the rules of which it is not known whether there are any:
// known is not true then.
func unseenRule(b plan.Block, known tri.Value) []lifecycleRule {
	if known.IsTrue() {
		return nil
	}
	return []lifecycleRule{{Block: b, on: known, unseen: true}}
}

// transition is the rule as far as it archives. Certain is false if it does not.
func (l lifecycleRule) transition() Transition {
	if l.unseen {
		return Transition{Address: l.Owner(), Attribute: l.Path(), Certain: l.on}
	}
	prefix, limited := scope(l.Block)
	out := Transition{Prefix: prefix, Address: l.Owner(), Attribute: l.Path(), Certain: tri.False}
	steps, known := l.Blocks("transition")
	archived := known.Not()
	for _, t := range steps {
		class := t.String("storage_class")
		into := archives(class)
		if archived = archived.Or(into); into.IsTrue() {
			out.Attribute = t.At("storage_class")
			out.Detail = objectsBelow(prefix) + " move to " + class + " after " + cmp.Or(t.String("days"), "some") +
				" days and then return 403 InvalidObjectState until they are restored"
			break
		}
	}
	out.Certain = l.on.And(limited.Not()).And(archived)
	return out
}

// movesTo tells whether a rule moves objects to a class.
func (l lifecycleRule) movesTo(class string) tri.Value {
	if l.unseen {
		return l.on
	}
	steps, known := l.Blocks("transition")
	out := known.Not()
	for _, t := range steps {
		out = out.Or(equals(t.String("storage_class"), class))
	}
	return l.on.And(out)
}

// scope tells what keys must begin with for a rule, and whether tags limit it.
func scope(rule plan.Block) (prefix string, tagged tri.Value) {
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
	return prefix, tag.Or(hasTags(filter))
}

// hasTags tells whether tags limit a rule.
func hasTags(b plan.Block) tri.Value {
	tags, known := b.Map("tags")
	if len(tags) > 0 {
		return tri.True
	}
	return known.Not()
}

// tierings are the Intelligent-Tiering configurations, all tiers of which are
// archives (S3 API Reference, PutBucketIntelligentTieringConfiguration).
func (b *Bucket) tierings() []Transition {
	var out []Transition
	list, _ := b.store.attached("bucket", b.Name, "aws_s3_bucket_intelligent_tiering_configuration")
	for _, r := range list {
		prefix, tagged := scope(r.Block)
		tiers, known := r.Blocks("tiering")
		t := Transition{Prefix: prefix, Address: r.Address, Attribute: "tiering", Certain: known.Not()}
		if len(tiers) > 0 {
			t.Certain, t.Attribute = tri.True, tiers[0].At("access_tier")
			days := cmp.Or(tiers[0].String("days"), "some")
			t.Detail = objectsBelow(prefix) + " that nobody reads for " + days + " days move to " +
				tiers[0].String("access_tier") + " and then return 403 InvalidObjectState until they are restored"
		}
		on := equals(r.String("status"), "Disabled").Not()
		t.Certain = t.Certain.And(on).And(tagged.Not()).And(b.tiersObjects(prefix))
		if !t.Certain.IsFalse() {
			out = append(out, t)
		}
	}
	return out
}

// tiersObjects tells whether the plan puts objects below the prefix into
// Intelligent-Tiering, without which its archive tiers concern nothing that the
// plan knows of.
func (b *Bucket) tiersObjects(prefix string) tri.Value {
	const class = "INTELLIGENT_TIERING"
	out := tri.False
	for _, rule := range b.lifecycleRules() {
		out = out.Or(rule.movesTo(class))
	}
	for _, o := range b.Objects {
		if !out.IsTrue() {
			out = out.Or(equals(o.StorageClass, class).And(startsWith(o.Key, prefix)))
		}
	}
	return out
}

func objectsBelow(prefix string) string {
	if prefix == "" {
		return "all objects"
	}
	return "objects below " + prefix
}
