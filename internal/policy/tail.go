package policy

import (
	"slices"

	"github.com/plan403/plan403/internal/glob"
)

// tails gathers patterns for the last part of S3 ARNs, each once.
type tails struct {
	list []glob.Pattern
	seen map[string][]glob.Pattern // by text: a * may be literal in one of them
}

func (t *tails) add(p glob.Pattern) {
	same := t.seen[p.String()]
	if !slices.ContainsFunc(same, p.Equal) {
		t.seen[p.String()] = append(same, p)
		t.list = append(t.list, p)
	}
}

// arn adds the last part of an ARN, or if it is not sure which that is, what may
// follow the first five of an S3 ARN.
func (t *tails) arn(p arnPattern, ctx Context) {
	if len(p.parts) == segments {
		t.template(p.parts[segments-1], ctx, t.add)
	}
	if p.loose || p.short() {
		t.template(p.whole(), ctx, t.behind)
	}
}

func (t *tails) condition(c Condition, ctx Context) {
	for _, w := range c.wants {
		switch {
		case c.op.segments:
			t.arn(w.arn, ctx)
		case c.op.compile != nil:
			t.template(w.text, ctx, t.behind)
		}
	}
}

// template adds every way to read the template; with too many of them it adds
// the text with * for its variables, which tells fewer keys apart.
func (t *tails) template(text template, ctx Context, add func(glob.Pattern)) {
	r := text.resolve(ctx)
	for _, one := range r.list {
		if one.valid {
			add(one.pattern())
		}
	}
	if r.more {
		add(text.widened())
	}
}

// behind adds what may follow the first five parts of an S3 ARN in a text that
// the pattern matches.
func (t *tails) behind(p glob.Pattern) {
	for _, partition := range partitions {
		for _, rest := range p.After("arn:" + partition + ":s3:::") {
			t.add(rest)
		}
	}
}
