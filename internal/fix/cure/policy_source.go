package cure

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/source/locate"
	"github.com/plan403/plan403/internal/trace"
)

// grantSource lets the condition on the source name the distribution: in place of
// another that does not read the bucket, beside it, or by a statement of its own.
func grantSource(c *Case) (out []Candidate) {
	o, f, ok := c.met()
	if !ok {
		return nil
	}
	a := c.reads(o)
	out = append(c.ownInstance(o), a.sourceValues(f.Key, c.Place())...)
	return append(out, a.statement(c.policy())...)
}

// sourceValues lists the ways to let the values of a condition key fit a distribution.
func (a *admission) sourceValues(key string, at trace.Place) []Candidate {
	instead, beside := a.sourceWays(key, at)
	if a.mayBeRead(at.Part.Entry) {
		return append(beside, instead...)
	}
	return append(instead, beside...)
}

// known are values that name some distribution, or those of an account.
var known = regexp.MustCompile(`^(?:arn:[a-z-]+:cloudfront::[0-9]{12}:distribution/E[A-Z0-9]+|[0-9]{12})$`)

// mayBeRead reports whether a value may be there for another distribution: one that no
// state of the plan has, of a bucket that is there already.
func (a *admission) mayBeRead(entry string) bool {
	if a.bucket == nil || a.bucket.New || !known.MatchString(entry) {
		return false
	}
	for _, w := range []*simulate.World{a.Before, a.After} {
		for _, d := range w.Distributions {
			if d.ARN == entry {
				return false // it is gone, or the proof asks it
			}
		}
	}
	return true
}

// sourceWays lists the ways to write the value in place of another, and beside it.
func (a *admission) sourceWays(key string, at trace.Place) (instead, beside []Candidate) {
	value := a.distributionARN
	switch {
	case strings.EqualFold(key, "aws:SourceAccount"):
		value = a.account
	case !strings.EqualFold(key, policyedit.SourceARN):
		return nil, nil
	}
	why := "CloudFront sends the ARN of the distribution that asks"
	if strings.EqualFold(key, "aws:SourceAccount") {
		why = "CloudFront sends the account of the distribution that asks"
	}
	whole := at
	whole.Part.Entry, whole.Part.Instead = "", ""
	for _, p := range a.clauses(at) {
		if t, ok := value(p.home); ok && at.Part.Entry != "" {
			if edits, ok := p.set(t); ok {
				instead = append(instead, Candidate{Edits: edits, Why: why})
			}
		}
	}
	if p, ok := a.clause(whole); ok {
		if t, ok := value(p.home); ok {
			if edits, ok := p.include(t); ok {
				beside = append(beside, Candidate{Edits: edits, Why: why})
			}
		}
	}
	return instead, beside
}

// clauses lists where a value of a policy may be written anew, the best place first: a
// local that is used there keeps its value, which others may use by its name, but what a
// module is given changes where that is written.
func (c *Case) clauses(at trace.Place) (out []clause) {
	at.Part.Instead = "" // all of the value, not the letters that are wrong
	spot, ok := c.Spot(at)
	if !ok || spot.Left > 0 && !c.stands(at, spot) {
		return nil
	}
	ranges := []hcl.Range{spot.Range}
	if n := len(spot.Via); n > 0 {
		last := spot.Via[n-1]
		switch root, _, _ := strings.Cut(last.Name, "."); root {
		case "local":
			ranges = []hcl.Range{last.Range, spot.Range}
		case "var", "each":
			ranges = []hcl.Range{spot.Range, last.Range}
		}
	}
	for _, r := range ranges {
		if p, ok := c.clauseAt(at, spot, r); ok {
			out = append(out, p)
		}
	}
	return out
}

// stands reports whether an entry of a list is written as a reference to what a resource
// becomes: it is all of the list, whatever is behind it.
func (c *Case) stands(at trace.Place, spot locate.Spot) bool {
	_, isReference := valueAt(c.File(spot.Range.Filename), spot.Range).(*hclsyntax.ScopeTraversalExpr)
	return isReference && at.Part.Entry != "" && spot.Left == 1
}

// ownInstance lets the origin of one instance of a distribution read its own bucket, where
// it names that of another instance.
func (c *Case) ownInstance(o simulate.Outcome) []Candidate {
	b := o.Bucket().Resource
	d, ok := addr.Parse(o.Distribution.Place())
	if b == nil || !ok || d.Key == addr.NoKey || b.Key == addr.NoKey || d.Key == b.Key {
		return nil
	}
	bucket, _ := addr.Parse(b.Address)
	p, ok := c.clause(trace.Place{Address: o.Distribution.Place(), Attribute: o.Origin.At("domain_name")})
	if !ok || p.node == nil || p.Tongue != policyedit.Native || !slices.Equal(c.keys(d), c.keys(bucket)) {
		return nil
	}
	named := bucket.BlockName() + bucket.Key.String()
	text := string(p.Src[p.node.Start:p.node.End])
	if !strings.HasPrefix(text, named) {
		return nil
	}
	text = bucket.BlockName() + c.eachKey(d) + strings.TrimPrefix(text, named)
	return []Candidate{{
		Edits: []hcledit.Edit{p.Put(p.node, text)},
		Why:   "each distribution has a bucket of its own, which grants it the read; this one reads another's",
		Other: "a statement that allows this distribution to read " + b.Address + " too",
	}}
}
