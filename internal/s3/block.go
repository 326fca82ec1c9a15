package s3

import (
	"cmp"
	"slices"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// PublicAccessBlock is the effective block: the most restrictive of
// organization, account and bucket wins.
type PublicAccessBlock struct {
	BlockACLs, IgnoreACLs, BlockPolicy, Restrict tri.Value
	// Address is the bucket's block, "" where a default holds; WiderAddress that of
	// the account or the organization.
	Address, WiderAddress string
	// Default: nothing configures the bucket's block and AWS's default for new
	// buckets holds.
	Default bool

	resource *plan.Resource
	wider    []widerBlock
}

// widerBlock is one of the account or the organization. earlier is what it was before
// this plan, change the resource by which the plan changes it, nil if it does not.
type widerBlock struct {
	PublicAccessBlock
	earlier PublicAccessBlock
	change  *plan.Resource
}

// was is what a flag was before this plan.
func (w widerBlock) was(flag string) tri.Value { return w.earlier.flag(flag) }

// readBlock reads the block. A new bucket has all four on; a block resource
// has false for what it does not set; deleting the resource leaves none (S3
// User Guide, Blocking public access; provider documentation of
// aws_s3_bucket_public_access_block).
func (b *Bucket) readBlock() {
	list, maybe := b.store.attached("bucket", b.Name, "aws_s3_bucket_public_access_block")
	switch {
	case len(list) > 0:
		b.Block = blockOf(list[0])
		for _, r := range list[1:] {
			b.Block = b.Block.either(blockOf(r))
		}
	case len(maybe) > 0:
		b.Block = uniformBlock(tri.Because(maybe...))
	case b.New:
		b.Block = uniformBlock(tri.True)
		b.Block.Default = true
	case b.had("aws_s3_bucket_public_access_block") != nil:
		b.Block = b.afterDeletedBlock()
	default:
		b.Block = uniformBlock(tri.Because(b.outside("public access block")))
	}
	b.readAccountBlock()
	b.readOrganizationBlock()
}

func (b *Bucket) afterDeletedBlock() PublicAccessBlock {
	r := b.had("aws_s3_bucket_public_access_block")
	if r.Bool("skip_destroy", false).IsTrue() {
		return blockOf(r)
	}
	return uniformBlock(tri.False)
}

func (b *Bucket) readAccountBlock() {
	for _, r := range b.store.state.OfType("aws_s3_account_public_access_block") {
		of := b.ofAccount(r)
		if of.IsFalse() {
			continue
		}
		b.Block = b.Block.under(b.store.changed(r, of))
	}
}

// changed is the block of an account with what it was before. One that comes with this
// plan is taken not to have blocked.
func (s *Store) changed(r *plan.Resource, of tri.Value) widerBlock {
	w := widerBlock{PublicAccessBlock: blockOf(r).where(of), earlier: uniformBlock(tri.False)}
	if written(r) {
		w.change = r
	}
	if s.earlier == nil {
		return w
	}
	if old := s.earlier.state.Resource(r.Address); old != nil {
		w.earlier = blockOf(old).where(of)
	}
	return w
}

// under is the block with a wider one, either of which is enough.
func (p PublicAccessBlock) under(w widerBlock) PublicAccessBlock {
	p.BlockACLs, p.IgnoreACLs = p.BlockACLs.Or(w.BlockACLs), p.IgnoreACLs.Or(w.IgnoreACLs)
	p.BlockPolicy, p.Restrict = p.BlockPolicy.Or(w.BlockPolicy), p.Restrict.Or(w.Restrict)
	p.WiderAddress = cmp.Or(p.WiderAddress, w.Address)
	p.wider = append(slices.Clip(p.wider), w)
	return p
}

// ofAccount tells whether a public access block is that of the bucket's account.
func (b *Bucket) ofAccount(r *plan.Resource) tri.Value {
	account := r.String("account_id")
	if account == "" || symbol.Contains(account) && !b.store.state.Configures(r, "account_id") { // computed
		account = r.Account
	}
	if b.Account == "" || account == "" || account == b.Account {
		return tri.True
	}
	return tri.From(glob.CompileLiteral(account).Match(b.Account), causes(account, b.Account)...)
}

// where is the block as far as it is known to be there.
func (p PublicAccessBlock) where(there tri.Value) PublicAccessBlock {
	p.BlockACLs, p.IgnoreACLs = p.BlockACLs.And(there), p.IgnoreACLs.And(there)
	p.BlockPolicy, p.Restrict = p.BlockPolicy.And(there), p.Restrict.And(there)
	return p
}

func blockOf(r *plan.Resource) PublicAccessBlock {
	return PublicAccessBlock{
		BlockACLs: r.Bool("block_public_acls", false), IgnoreACLs: r.Bool("ignore_public_acls", false),
		BlockPolicy: r.Bool("block_public_policy", false), Restrict: r.Bool("restrict_public_buckets", false),
		Address: r.Address, resource: r,
	}
}

func uniformBlock(v tri.Value) PublicAccessBlock {
	return PublicAccessBlock{BlockACLs: v, IgnoreACLs: v, BlockPolicy: v, Restrict: v}
}

// either is the block when two resources compete for it: what they agree on.
func (p PublicAccessBlock) either(q PublicAccessBlock) PublicAccessBlock {
	cause := tri.Cause{Address: q.Address, Reason: "two public access blocks name one bucket; the last one applied " +
		"wins"}
	p.BlockACLs, p.IgnoreACLs = p.BlockACLs.Agree(q.BlockACLs, cause), p.IgnoreACLs.Agree(q.IgnoreACLs, cause)
	p.BlockPolicy, p.Restrict = p.BlockPolicy.Agree(q.BlockPolicy, cause), p.Restrict.Agree(q.Restrict, cause)
	return p
}

// Where names the setting that a flag comes from, for messages.
func (p PublicAccessBlock) Where(flag string) string {
	if p.resource != nil && p.resource.Bool(flag, false).IsTrue() {
		return p.Address
	}
	for _, w := range p.wider {
		if w.flag(flag).IsTrue() {
			return w.Address
		}
	}
	return p.Address
}

func (p PublicAccessBlock) flag(name string) tri.Value {
	return map[string]tri.Value{
		"block_public_acls": p.BlockACLs, "ignore_public_acls": p.IgnoreACLs,
		"block_public_policy": p.BlockPolicy, "restrict_public_buckets": p.Restrict,
	}[name]
}
