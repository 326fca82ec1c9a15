package s3

import (
	"strconv"
	"strings"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// explain writes down how a document decided, and the refusal if it did not
// let the request through.
func (b *Bucket) explain(a *Answer, p *Policy, r Request, d policy.Decision, restricted, granted tri.Value) {
	say := speaker{policy: p, request: r, action: action(r), resource: b.objectARN(r.Key), caller: callerName(r)}
	if a.Allowed.IsTrue() {
		a.step(say.step("bucket policy", say.granted(d), grantingPart(d)))
		return
	}
	if !d.Deny.IsFalse() {
		for _, s := range d.Results {
			if s.Statement.Effect == policy.Deny && !s.Match.IsFalse() {
				b.denied(a, say, s)
			}
		}
	}
	if !restricted.IsFalse() && !granted.IsFalse() {
		a.refuse(trace.Refusal{
			Code: trace.PublicBlocked, Possible: r.Caller == Identity, Related: []string{p.Address()},
			Step: b.blockStep("restrict_public_buckets", b.restriction(p)),
		})
	}
	if !granted.IsTrue() {
		b.notGranted(a, say, d)
	}
}

// blockStep is the step in which a flag of the public access block decides. The block
// that a new bucket has by default is written nowhere: it is the bucket's.
func (b *Bucket) blockStep(flag, detail string) trace.Step {
	step := trace.Step{Step: "public access block", Address: b.Block.Where(flag), Attribute: flag, Detail: detail}
	if step.Address == "" {
		step.Address, step.Attribute = b.Address(), ""
	}
	return step
}

func (b *Bucket) restriction(p *Policy) string {
	where := "restrict_public_buckets"
	if b.Block.Default {
		where = "the public access block that new buckets have by default"
	}
	return "the policy is public, so " + where + " lets in only the bucket's account and AWS services"
}

// denied notes a Deny that matches or may match.
func (b *Bucket) denied(a *Answer, say speaker, s policy.Result) {
	detail := say.name(s) + " denies " + say.action + say.because(s)
	if s.Match.IsTrue() {
		a.refuse(trace.Refusal{
			Code: trace.ExplicitDeny, Step: say.step("bucket policy", detail, denyingPart(s)), Key: exemptingKey(s),
			Label: say.met(s),
		})
		return
	}
	a.step(say.step("bucket policy", say.name(s)+" may deny "+say.action+say.because(s), denyingPart(s)))
}

// exemptingKey is the condition key by whose values a Deny leaves distributions
// alone, "" if there is none: aws:SourceArn or aws:SourceAccount, compared by an
// operator that is negated.
func exemptingKey(s policy.Result) string {
	for _, c := range s.Conditions {
		key := strings.ToLower(c.Key)
		if strings.Contains(strings.ToLower(c.Operator), "not") &&
			(key == "aws:sourcearn" || key == "aws:sourceaccount") {
			return c.Key
		}
	}
	return ""
}

// notGranted names the statement that came nearest to granting the request, or
// that nothing speaks of the caller.
func (b *Bucket) notGranted(a *Answer, say speaker, d policy.Decision) {
	if flag := b.aclVoid(say.request); flag != "" {
		a.refuse(trace.Refusal{Code: trace.PublicBlocked, Step: b.voidACL(flag)})
	}
	if d.Allow.IsTrue() {
		return
	}
	for s := range d.Nearest() {
		if s.Principal.IsFalse() {
			continue
		}
		code, detail, wanted, got := say.miss(s)
		if d.Allow.IsFalse() {
			a.refuse(trace.Refusal{
				Code: code, Step: say.step("bucket policy", detail, missedPart(s)), Wanted: wanted, Got: got,
				Key: say.missedKey(s), Label: missedLabel(code, got),
			})
		} else {
			a.step(say.step("bucket policy", detail, missedPart(s)))
		}
		b.others(a, say, d, s.Statement)
		return
	}
	if d.Allow.IsFalse() {
		a.refuse(trace.Refusal{
			Code: trace.PrincipalMissing,
			Step: say.step("bucket policy", say.strangers(d.Nearest()), strangersPart(d.Nearest())),
		})
		b.others(a, say, d, nil)
	}
}

// maxOthers bounds the statements, beside the nearest, that an answer names one by
// one.
const maxOthers = 5

// others adds a step for each of the statements that came next to the nearest, and
// tells how many more there are.
func (b *Bucket) others(a *Answer, say speaker, d policy.Decision, nearest *policy.Statement) {
	more, named := d.Missed(), 0
	if nearest != nil {
		more--
	}
	for s := range d.Nearest() {
		if s.Statement == nearest {
			continue
		}
		if named == maxOthers {
			break
		}
		_, detail, _, _ := say.miss(s)
		a.step(say.step("bucket policy", detail, missedPart(s)))
		named++
	}
	switch more -= named; {
	case more == 1:
		a.step(say.step("bucket policy", "one more statement does not grant it either", trace.Part{}))
	case more > 1:
		a.step(say.step("bucket policy", strconv.Itoa(more)+" more statements do not grant it either", trace.Part{}))
	}
}

// DefaultKeyPolicy is what a refusal wants in place of a statement, if the key
// has no policy of its own.
const DefaultKeyPolicy = "the default key policy"

// DenyingKeyPolicy is the same if the key's policy has a Deny that hits: no statement
// that is added helps then.
const DenyingKeyPolicy = "a key policy without the Deny"

// explainKey does the same for a key policy.
func (b *Bucket) explainKey(a *Answer, k *Key, e Encryption, operation string, d policy.Decision, allowed tri.Value) {
	step := trace.Step{Step: "KMS key", Address: k.PolicyAddress(), Attribute: "policy"}
	if k.Policy == nil {
		step.Detail = "the key has the default policy, which allows " + operation + " only for its own account, not " +
			"for " + ServicePrincipal
		a.refuse(trace.Refusal{
			Code: trace.KeyNotGranted, Step: step, Related: []string{k.Resource.Address}, Possible: e.Changed,
			Wanted: DefaultKeyPolicy,
		})
		return
	}
	say := speaker{policy: k.Policy, action: operation, resource: k.ARN, caller: ServicePrincipal}
	refusal := trace.Refusal{
		Code: trace.KeyNotGranted, Related: []string{k.Resource.Address}, Possible: e.Changed,
	}
	switch {
	case allowed.IsTrue():
		step.Detail, step.Part = say.granted(d), grantingPart(d)
		a.step(step)
		return
	case d.Deny.IsTrue():
		s := firstDenying(d)
		step.Part, refusal.Key, refusal.Wanted = denyingPart(s), exemptingKey(s), DenyingKeyPolicy
		step.Detail = "the key policy denies " + operation + " for " + ServicePrincipal + ": " + say.name(s) +
			" denies it" + say.because(s)
	default:
		step.Detail = "the key policy does not allow " + operation + " for " + ServicePrincipal
		step.Part = strangersPart(d.Nearest())
		for s := range d.Nearest() {
			if !s.Principal.IsFalse() {
				_, detail, _, _ := say.miss(s)
				step.Part = missedPart(s)
				step.Detail += ": " + detail
				break
			}
		}
	}
	if allowed.IsFalse() {
		refusal.Step = step
		a.refuse(refusal)
		return
	}
	a.step(step)
}
