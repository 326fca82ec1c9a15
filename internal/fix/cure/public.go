package cure

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

// Cures of buckets that are read by everybody, or were to be. The safe one is an origin
// access control. A bucket is opened only for a website endpoint that was served to
// everybody before.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html

const (
	closedWhy = "CloudFront asks as an origin access control, so that the bucket need not be public"
	openedWhy = "the website was public, its policy says that it is meant to be, and the block has to let it"
	openOther = "if the bucket is meant to be public, let its public access block say so"
)

// closePublic lets the origin ask as an access control, and admits that in place of
// everybody.
func closePublic(c *Case) (out []Candidate) {
	o, ok := c.reader()
	if !ok {
		return nil
	}
	list := []Candidate(nil)
	if o.Caller != cloudfront.WebsiteCaller {
		list = c.moveOf(o, closedWhy, openOther)
	} else if !c.website(o).redirects {
		list = c.restOf(o, closedWhy, openOther)
	}
	for _, move := range list {
		if edits, ok := c.closed(o); ok {
			both := move
			both.Edits = slices.Concat(move.Edits, edits)
			out = append(out, both)
		}
		out = append(out, move)
	}
	if o.Caller == cloudfront.WebsiteCaller {
		out = append(out, c.opened(o)...)
	}
	return out
}

// reader is the outcome that the finding is about, or any that reads its bucket.
func (c *Case) reader() (simulate.Outcome, bool) {
	if o, ok := c.Outcome(); ok {
		if o.Origin != nil && o.Reached() {
			return o, true
		}
		return c.wouldRead(o)
	}
	r := c.Resource(c.Finding.Address)
	for _, o := range c.Outcomes {
		if r != nil && o.Origin != nil && o.Reached() && o.Bucket().Name == r.String("bucket") {
			return o, true
		}
	}
	return simulate.Outcome{}, false
}

// wouldRead is an outcome of a distribution that the API refuses, as its origin would
// read its bucket.
func (c *Case) wouldRead(o simulate.Outcome) (simulate.Outcome, bool) {
	if o.Distribution == nil {
		return o, false
	}
	for _, origin := range o.Distribution.Origins {
		at := origin.Block.Path()
		if c.Finding.Attribute != at && !strings.HasPrefix(c.Finding.Attribute, at+".") {
			continue
		}
		for _, r := range c.After.State.OfType("aws_s3_bucket") {
			if name := r.String("bucket"); name != "" && name == origin.Endpoint.Bucket {
				o.Met = o.WithBucket(c.After.Store.Bucket(name, r.Region, r.Partition))
				o.Origin, o.Caller = origin, cloudfront.OAC
				return o, true
			}
		}
	}
	return o, false
}

// closed lets the statement that admits everybody admit the distribution alone.
func (c *Case) closed(o simulate.Outcome) (edits []hcledit.Edit, ok bool) {
	for _, p := range o.Bucket().Policies {
		part := p.PublicPart()
		if p.Resource == nil || part.Statement == 0 {
			continue
		}
		own, ok := c.admitInstead(o, p, part.Statement)
		if !ok {
			return nil, false
		}
		edits = append(edits, own...)
	}
	return edits, len(edits) > 0
}

// admitInstead lets a statement of a policy admit the distribution in place of whom it
// admits.
func (c *Case) admitInstead(o simulate.Outcome, p *s3.Policy, statement int) ([]hcledit.Edit, bool) {
	at := trace.Place{Address: p.Address(), Attribute: p.Attribute, Part: trace.Part{Statement: statement}}
	own, ok := c.principal(at)
	condition, ok2 := c.addCondition(at, c.reads(asAccessControl(o)).source)
	return slices.Concat(own, condition), ok && ok2
}

// dismissed lets the statements that admit an identity admit the distribution instead,
// for regions whose policies cannot name one.
func (c *Case) dismissed(o simulate.Outcome) (edits []hcledit.Edit, ok bool) {
	if o.Origin.Identity == nil {
		return nil, false
	}
	for _, p := range o.Bucket().Policies {
		document := p.Document()
		if p.Resource == nil || document == nil {
			continue
		}
		for _, s := range document.Statements {
			if !onlyIdentity(s, *o.Origin.Identity) {
				continue
			}
			own, ok := c.admitInstead(o, p, s.Index+1)
			if !ok {
				return nil, false
			}
			edits = append(edits, own...)
		}
	}
	return edits, len(edits) > 0
}

// onlyIdentity reports whether an identity is all that a statement allows something to.
func onlyIdentity(s policy.Statement, identity cloudfront.Identity) bool {
	who := s.Principal
	if s.Effect != policy.Allow || who == nil || who.Everyone || len(who.Unknown) > 0 || len(who.Service) > 0 {
		return false
	}
	names := slices.Concat(who.AWS, who.CanonicalUser)
	return len(names) == 1 && (names[0] == identity.ARN || names[0] == identity.CanonicalUser)
}

// principal names CloudFront as the principal of a statement.
func (c *Case) principal(statement trace.Place) ([]hcledit.Edit, bool) {
	p, ok := c.clause(statement)
	if !ok || p.spot.Left > 0 {
		return nil, false
	}
	if p.block != nil {
		return p.principals()
	}
	if p.node == nil || p.node.Form != policyedit.Object || p.node.Odd {
		return nil, false
	}
	m := p.MannerOf(p.node)
	service, ok := policyedit.Literal(s3.ServicePrincipal).In(m.Tongue)
	statement.Part.Element = "Principal"
	at, ok2 := c.clause(statement)
	if !ok || !ok2 || at.spot.Left > 0 || at.node == nil || at.Name != p.Name {
		return nil, false
	}
	return []hcledit.Edit{at.Put(at.node, m.Object([]policyedit.Pair{{Key: "Service", Text: service}}, false))}, true
}

// principals does so in a statement block.
func (p clause) principals() ([]hcledit.Edit, bool) {
	for _, b := range p.block.Body.Blocks {
		kind, who := b.Body.Attributes["type"], b.Body.Attributes["identifiers"]
		if b.Type == "principals" && kind != nil && who != nil {
			return []hcledit.Edit{
				p.Replace(kind.Expr.Range(), `"Service"`),
				p.Replace(who.Expr.Range(), listOfTexts([]string{s3.ServicePrincipal})),
			}, true
		}
	}
	return nil, false
}

// opened lets the public access block of a bucket pass its public policy, where it did
// before: nothing is made public that was not.
func (c *Case) opened(o simulate.Outcome) []Candidate {
	b := o.Bucket()
	r := c.Resource(b.Block.Address)
	public := slices.ContainsFunc(b.Policies, func(p *s3.Policy) bool { return p.Public.IsTrue() })
	if o.Before != simulate.Served || !public || b.Block.WiderAddress != "" || r == nil {
		return nil
	}
	var edits []hcledit.Edit
	for _, flag := range []string{"block_public_policy", "restrict_public_buckets"} {
		if r.Bool(flag, false).IsFalse() {
			continue
		}
		ways := c.ways(r.Address, "", hcledit.Argument{Name: flag, Value: "false", Kin: []string{"bucket"}})
		if len(ways) == 0 {
			return nil
		}
		edits = append(edits, ways[len(ways)-1])
	}
	if len(edits) == 0 {
		return nil
	}
	return []Candidate{{Edits: edits, Why: openedWhy, Other: closedWhy}}
}

// orderOrClose lets a public policy wait for the block that lets it, or closes the
// bucket.
func orderOrClose(c *Case) (out []Candidate) {
	if o, ok := c.reader(); ok {
		for _, n := range o.Bucket().Needs() {
			if n.Change.Address == c.Finding.Address && !n.Gone {
				out = append(out, c.ordered(n.Change, n.First)...)
			}
		}
	}
	return append(out, closePublic(c)...)
}

// privateACL makes an ACL private, or closes the bucket whose objects are read by it. That
// of a bucket lets nobody read objects.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
func privateACL(c *Case) []Candidate {
	private := setting{
		Argument: hcledit.Argument{Name: "acl", Value: `"private"`},
		why:      "public ACLs are blocked, and CloudFront reads by what the bucket policy grants",
		other:    openOther,
	}.to(c)
	return append(private, closePublic(c)...)
}
