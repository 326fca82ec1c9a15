package checks

import (
	"slices"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var missingKeyAnswers403 = Rule{
	Name:  "missing-key-answers-403",
	Title: "S3 returns 403, not 404, for a missing object",
	Worst: Warning,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.KeyMissing) {
			if o := p.Outcomes[i].At(f); o.Path != "/" && o.ErrorPage == 0 && !isFolder(o) {
				p.Explain(i, f, missingObject("", f.Step.Detail, o))
			}
		}
		for i, o := range p.Outcomes {
			if !servesObject(o) || !handlesOnly404(o) || o.Path == "/" || o.ErrorPage != 0 {
				continue
			}
			if !p.After.MissingKey(o).IsTrue() {
				continue
			}
			f := missingObject("a missing object of "+o.Distribution.Address+" returns 403, and only 404 is handled",
				"without s3:ListBucket, S3 does not say that a key is missing", o)
			f.Certainty, f.Change, f.Related = Certain, p.missingChange(o), []string{o.Bucket().Address()}
			p.add(f, []int{i}, o.Distribution.Address)
		}
	},
}

// missingObject is the finding about an object that is missing, or may be, at
// the place where something is done about 404, else at the behavior.
func missingObject(what, why string, o simulate.Outcome) Finding {
	f := Finding{
		Address: o.Result.Behavior.Owner(), Attribute: o.Result.Behavior.Path(), What: what, Why: why,
		Fix: "Handle 403 in the same way, or allow the same caller s3:ListBucket on " + o.Bucket().ARN + " (without " +
			"/*); with a default root object, that does not open a listing at /.",
	}
	if handlesOnly404(o) {
		f.Severity, f.Address, f.Attribute = Warning, o.Distribution.Place(), handler404(o)
	}
	return f
}

// handlesOnly404 reports whether the distribution does something about 404 and
// nothing about 403: an error page, or an origin group's second member.
func handlesOnly404(o simulate.Outcome) bool {
	_, page404 := o.Distribution.ErrorPage(404)
	_, page403 := o.Distribution.ErrorPage(403)
	g := o.Distribution.Group(o.Result.Behavior.Target)
	if g != nil && slices.Contains(g.Statuses, "404") && !slices.Contains(g.Statuses, "403") {
		return !page403
	}
	return page404 && !page403
}

func handler404(o simulate.Outcome) string {
	if p, ok := o.Distribution.ErrorPage(404); ok {
		return p.At("error_code")
	}
	return "origin_group"
}

// missingChange is Existing if a missing object got 403 before, or it
// is not known.
func (p *Pass) missingChange(o simulate.Outcome) Change {
	d := p.Before.Distribution(o.Distribution.Address)
	switch {
	case o.Before == simulate.Forbidden || o.Before == simulate.Unknown:
		return Existing
	case o.Before != simulate.Served || d == nil:
		return Introduced
	}
	old := o.In(p.Before, d)
	if p.Before.MissingKey(old).IsFalse() || handles403(old) {
		return Introduced
	}
	return Existing
}

// handles403 reports whether the distribution does something about 403.
func handles403(o simulate.Outcome) bool {
	if _, page := o.Distribution.ErrorPage(403); page || o.Result.Behavior == nil {
		return page
	}
	g := o.Distribution.Group(o.Result.Behavior.Target)
	return g != nil && slices.Contains(g.Statuses, "403")
}
