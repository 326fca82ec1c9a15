package s3

import (
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// barrier is a setting that keeps public policies or ACLs from being put: a public
// access block of the bucket, the account or the organization, before and after this
// plan changes it.
type barrier struct {
	before, after tri.Value
	// change is the resource whose change leads from one to the other, nil if nothing
	// changes. gone: the plan deletes it.
	change *plan.Resource
	gone   bool
	// name names what blocks after apply, until what blocks before it is changed.
	name, until string
}

// barriers lists the settings of the bucket that hold a flag.
func (b *Bucket) barriers(flag string) []barrier {
	out := b.ownBarriers(flag)
	for _, w := range b.Block.wider {
		x := barrier{before: w.was(flag), after: w.flag(flag), change: w.change, name: w.Address}
		x.until = w.Address + ", which is changed only afterwards,"
		out = append(out, x)
	}
	for _, r := range b.closedAccounts() {
		out = append(out, barrier{before: r.Bool(flag, false), after: tri.False, change: r, gone: true})
	}
	return out
}

// ownBarriers is the bucket's own block, or what stands in its place.
func (b *Bucket) ownBarriers(flag string) []barrier {
	const typ = "aws_s3_bucket_public_access_block"
	r, old := b.Block.resource, b.had(typ)
	switch {
	case r == nil && b.Block.Default:
		return []barrier{{before: tri.True, after: tri.True, name: "the default of new buckets"}}
	case r == nil && (old == nil || old.Bool("skip_destroy", false).IsTrue()):
		return nil
	case r == nil:
		return []barrier{{before: old.Bool(flag, false), after: tri.False, change: old, gone: true}}
	}
	x := barrier{before: tri.Value{}, after: r.Bool(flag, false), name: r.Address}
	x.until = r.Address + ", which is changed only afterwards,"
	switch {
	case b.New:
		x.before, x.until = tri.True, "the default of new buckets, which holds until "+r.Address+" is applied,"
	case old != nil:
		x.before = old.Bool(flag, false)
	}
	if written(r) {
		x.change = r
	} else {
		x.before = x.after
	}
	return []barrier{x}
}

// closedAccounts are the blocks of the bucket's account that the plan deletes.
func (b *Bucket) closedAccounts() []*plan.Resource {
	const typ = "aws_s3_account_public_access_block"
	var out []*plan.Resource
	if b.store.earlier == nil {
		return nil
	}
	for _, r := range b.store.earlier.state.OfType(typ) {
		if b.store.state.Resource(r.Address) == nil && b.ofAccount(r).IsTrue() {
			out = append(out, r)
		}
	}
	return out
}

// stops names what certainly blocks when a change is put, "" if nothing does
// for certain: what blocks before and after, what blocks from a change on that comes
// first, or up to one that comes too late.
func (b *Bucket) stops(put *plan.Resource, barriers []barrier) (name string, late bool) {
	for _, x := range barriers {
		switch {
		case x.before.IsTrue() && x.after.IsTrue(), x.after.IsTrue() && b.waits(put, x.change):
			return x.name, false
		case x.before.IsTrue() && !x.gone && b.waits(x.change, put):
			return x.until, true
		}
	}
	return "", false
}

// waits reports whether one change certainly comes after another.
func (b *Bucket) waits(a, first *plan.Resource) bool {
	graph := b.store.state.Graph
	return graph != nil && a != nil && first != nil && graph.DependsOn(a, first) == tri.Yes
}

// opened lists the barriers that this plan takes away.
func (b *Bucket) opened(flag string) []barrier {
	var out []barrier
	for _, x := range b.barriers(flag) {
		if x.before.IsTrue() && x.after.IsFalse() && x.change != nil {
			out = append(out, x)
		}
	}
	return out
}
