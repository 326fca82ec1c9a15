package simulate

import (
	"slices"
	"strings"
	"sync"

	"github.com/plan403/plan403/plan"
)

// tagging are the arguments that tag a resource.
var tagging = []string{"tags", "tags_all"}

// retagging tells updates that change tags only, and tags of which no answer hangs,
// from those that may matter.
type retagging struct {
	// asked reports whether a policy may ask for tags.
	asked func() bool
	// differing are the arguments that updates change, as far as they were compared.
	differing map[*plan.Resource][]string
}

func newRetagging(worlds ...*World) *retagging {
	asked := sync.OnceValue(func() bool {
		return slices.ContainsFunc(worlds, func(w *World) bool { return asksForTags(w.State) })
	})
	return &retagging{asked, map[*plan.Resource][]string{}}
}

// only reports whether an update leaves all but such tags as they were: to AWS it
// is a call that tags the resource.
func (t *retagging) only(r, old *plan.Resource) bool { return t.leaves(r, old, nil) }

// idle reports whether an update leaves all but such tags and what no model reads as it
// was.
func (t *retagging) idle(r, old *plan.Resource) bool { return t.leaves(r, old, unread) }

// leaves reports whether an update leaves all but some arguments and such tags as they
// were.
func (t *retagging) leaves(r, old *plan.Resource, but []string) bool {
	if r.Action != plan.Update || old == nil {
		return false
	}
	differing, known := t.differing[r]
	if !known {
		differing = r.Differing(old.Block)
		t.differing[r] = differing
	}
	return !slices.ContainsFunc(differing, func(name string) bool {
		tag := slices.Contains(tagging, name)
		return !slices.Contains(but, name) && (!tag || strings.HasPrefix(r.Type, "aws_s3") && t.asked())
	})
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
