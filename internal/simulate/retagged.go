package simulate

import (
	"strings"
	"sync"

	"github.com/plan403/plan403/plan"
)

// retagging tells updates that change tags only, and tags of which no answer hangs,
// from those that may matter.
type retagging struct {
	// asked reports whether a policy may ask for tags.
	asked func() bool
}

func newRetagging(worlds ...*World) retagging {
	return retagging{sync.OnceValue(func() bool {
		for _, w := range worlds {
			if asksForTags(w.State) {
				return true
			}
		}
		return false
	})}
}

// only reports whether an update leaves all but such tags as they were: to AWS it
// is a call that tags the resource.
func (t retagging) only(r, old *plan.Resource) bool {
	if r.Action != plan.Update || old == nil || !r.SameBut(old.Block, "tags", "tags_all") {
		return false
	}
	return !strings.HasPrefix(r.Type, "aws_s3") || r.SameBut(old.Block) || !t.asked()
}

// asksForTags reports whether a policy may name the tags of a bucket or object in a
// condition: s3:ExistingObjectTag, aws:ResourceTag and the like, or escapes that may
// spell them.
func asksForTags(s *plan.State) bool {
	for _, r := range s.Resources {
		text := r.String("policy")
		if strings.Contains(text, `\u`) || strings.Contains(strings.ToLower(text), "tag") {
			return true
		}
	}
	return false
}
