package s3

import (
	"strings"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// decrypt asks for the KMS key of the object.
func (b *Bucket) decrypt(r Request) Answer {
	e := b.EncryptionOf(r.Key)
	a := Answer{Allowed: e.KMS.Not()}
	step := trace.Step{Step: "encryption", Address: e.Address, Attribute: e.Attribute}
	if e.KMS.IsFalse() {
		return a
	}
	switch {
	case r.Caller != Service:
		step.Detail = e.objects() + " are encrypted with KMS, which only requests signed by an origin access " +
			"control can use"
		a.refuse(trace.Refusal{Code: trace.KeyNeedsSigner, Step: step, Possible: true})
		return a
	case e.Managed():
		step.Detail = e.objects() + " are encrypted with the AWS managed key aws/s3, which only callers of its own " +
			"account can use"
		a.refuse(trace.Refusal{Code: trace.ManagedKey, Step: step, Possible: e.Changed})
		return a
	}
	return b.askKey(a, e, r)
}

// objects names the objects that an encryption speaks of.
func (e Encryption) objects() string {
	if e.Changed {
		return "objects written from now on"
	}
	return "objects"
}

func (b *Bucket) askKey(a Answer, e Encryption, r Request) Answer {
	key := b.store.Key(e.KeyID)
	if key == nil {
		cause := tri.Cause{
			Address: e.Address, Attribute: e.Attribute,
			Reason: "the policy of the KMS key " + e.KeyID + " is not in this plan",
			Remedy: plan.Assumable("manage the key here", "kms_key", e.KeyID),
		}
		a.Allowed = a.Allowed.Or(tri.Because(cause))
		a.step(trace.Step{
			Step: "encryption", Address: e.Address, Attribute: e.Attribute,
			Detail: "the KMS key " + e.KeyID + " is not in this plan",
		})
		return a
	}
	if key.Enabled.IsTrue() {
		return b.askEnabled(key, a, e, r)
	}
	disabled := a.clone()
	if disabled.Allowed = e.KMS.Not(); e.KMS.IsTrue() {
		disabled.Status = 400
	}
	disabled.step(trace.Step{
		Step: "KMS key", Address: key.Resource.Address, Attribute: "is_enabled",
		Detail: "the key is disabled: 400 KMS.DisabledException",
	})
	if key.Enabled.IsFalse() {
		return disabled
	}
	return b.askEnabled(key, a.clone(), e, r).Agree(disabled, key.Enabled.Causes()...)
}

// askEnabled asks the policy of a key that can be used.
func (b *Bucket) askEnabled(key *Key, a Answer, e Encryption, r Request) Answer {
	operation := "kms:Decrypt"
	if r.Method == "PUT" || r.Method == "POST" {
		operation = "kms:GenerateDataKey"
	}
	keys := contextKeys{Request: r, bucket: b, symbols: b.store.state.Symbols, encryption: &e}
	asked := keys.ask(operation, key.ARN)
	decision, allowed := key.evaluate(asked)
	lean := false
	if allowed.IsUnknown() {
		if d, v := key.evaluate(ofNoAccount(asked)); d.Allow.IsFalse() && v.IsFalse() {
			decision, allowed, lean = d, v, true
		}
	}
	control := controlled(b.store.controlsOver(key.Resource.Account), r, asked)
	a.Allowed = a.Allowed.Or(allowed.And(control.Allowed))
	b.explainKey(&a, key, e, operation, decision, allowed)
	for i := range a.Refusals {
		a.Refusals[i].Possible = a.Refusals[i].Possible || lean
	}
	a.Refusals, a.Steps = append(a.Refusals, control.Refusals...), append(a.Steps, control.Steps...)
	return a
}

// ofNoAccount is a request that lacks kms:CallerAccount. AWS does not tell what it is
// for service principals; but the policy of aws/s3 asks for nothing beside it that
// CloudFront lacks, and does not let CloudFront in. (AWS KMS Developer Guide,
// kms:CallerAccount; Amazon S3 User Guide, Troubleshoot access denied errors.)
func ofNoAccount(r policy.Request) policy.Request {
	within := r.Context
	r.Situation = nil
	r.Context = func(name string) policy.Key {
		if strings.EqualFold(name, "kms:CallerAccount") {
			return policy.Key{}
		}
		return within(name)
	}
	return r
}
