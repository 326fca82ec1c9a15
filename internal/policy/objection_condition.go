package policy

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/symbol"
)

// conditionObjections: a condition key of S3 is one that some action of the
// statement supports, on some resource of it.
func (d *Document) conditionObjections(s *Statement, t target) []Objection {
	if s.NotAction != nil || slices.ContainsFunc(s.Action, symbol.Unknown) {
		return nil
	}
	var out []Objection
	var applying []*s3Action
	bucket, object := t.reach(s)
	for _, p := range s.actions {
		for _, a := range actionsOf(p) {
			if a.on(bucket, object) {
				applying = append(applying, a)
			}
		}
	}
	for _, c := range s.Conditions {
		if len(c.Unknown) > 0 || !strings.HasPrefix(c.key, "s3:") || len(applying) == 0 || supported(applying, c.key) {
			continue
		}
		certain := certainly(!everSupported(c.key), "the condition key "+c.Key)
		out = append(out, d.objection(c.spot, certain,
			"Conditions do not apply to combination of actions and resources in statement: none of its actions "+
				"supports "+c.Key,
			"Remove the condition, or move it to a statement for actions that support the key."))
	}
	return out
}

func supported(actions []*s3Action, key string) bool {
	return slices.ContainsFunc(actions, func(a *s3Action) bool { return a.supports(key) })
}

// everSupported reports whether the key is known of any action at all.
func everSupported(key string) bool {
	return slices.ContainsFunc(s3Actions, func(a s3Action) bool { return a.supports(key) })
}
