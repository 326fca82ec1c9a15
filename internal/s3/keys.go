package s3

import (
	"slices"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/policy"
)

// KeyPatterns lists every pattern over "bucket/key" that can make a difference
// between two keys of the bucket: the resources of its policies, the encryption
// contexts of its key's policy, the objects that the plan uploads, what is said
// of others, the prefixes that are archived. Keys that match the same patterns
// fare alike in requests by the same callers as those given.
func (b *Bucket) KeyPatterns(by ...Request) []glob.Pattern {
	var callers []policy.Caller
	for _, r := range by {
		callers = append(callers, r.policyCaller())
	}
	var out []glob.Pattern
	for _, p := range b.InForce() {
		if d := p.Document(); d != nil {
			out = append(out, d.For(callers...).TailPatterns(b.keyContext())...)
		}
	}
	for _, c := range b.controls {
		out = append(out, c.Document().For(callers...).TailPatterns(b.keyContext())...)
	}
	if b.Encryption.KMS.IsTrue() && !b.Encryption.Managed() {
		if k := b.store.Key(b.Encryption.KeyID); k != nil && k.Policy != nil {
			if d := k.Policy.Document(); d != nil {
				out = append(out, d.TailPatterns(b.keyContext())...)
			}
		}
	}
	for _, o := range b.Objects {
		out = append(out, glob.CompileLiteral(b.Name+"/"+o.Key))
	}
	for _, s := range slices.Concat(b.missing, b.present) {
		out = append(out, glob.Compile(b.Name+"/"+s.written))
	}
	out = append(out, b.redirectPatterns()...)
	for _, t := range b.Transitions() {
		if t.Prefix != "" {
			out = append(out, glob.Concat(glob.CompileLiteral(b.Name+"/"+t.Prefix), glob.Compile("*")))
		}
	}
	return out
}

// keyContext answers policy variables where no caller is at hand: every value
// is open, so that a resource with a variable is widened, never narrowed.
func (b *Bucket) keyContext() policy.Context {
	c := contextKeys{bucket: b, symbols: b.store.state.Symbols}
	return func(name string) policy.Key { return undocumented(c, name) }
}
