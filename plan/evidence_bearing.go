package plan

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// Silent lists the other roots that say nothing of what the judged one names, and
// name nothing of what it manages, be it by way of others: the wrong file, perhaps.
func (l *Linked) Silent(judged int) []string {
	heard := map[int]bool{judged: true}
	for queue := []int{judged}; len(queue) > 0; queue = queue[1:] {
		for i := range l.roots {
			if !heard[i] && l.roots[queue[0]].words.concern(l.roots[i].words) {
				heard[i] = true
				queue = append(queue, i)
			}
		}
	}
	var out []string
	for i, r := range l.roots {
		if !heard[i] {
			out = append(out, r.name)
		}
	}
	return out
}

// vocabulary is what two roots can have in common: the names and ids of what a root
// manages, and the words of all that its values hold.
type vocabulary struct{ managed, held map[string]bool }

// naming are the attributes by which others know a resource; an ARN holds its id.
var naming = []string{"id", "bucket", "key_id", "domain_name", "routing_endpoint"}

func (r *root) vocabulary() vocabulary {
	w := vocabulary{managed: map[string]bool{}, held: map[string]bool{}}
	for _, s := range []*State{r.before, r.after} {
		for _, x := range s.Resources {
			w.add(x)
		}
	}
	return w
}

func (w vocabulary) add(r *Resource) {
	if r.value == cty.NilVal {
		return
	}
	for _, name := range naming {
		if text := r.String(name); r.Mode == "managed" && text != "" {
			w.managed[text] = true
		}
	}
	// The account's public access block counts for it.
	w.held[r.Account] = true
	_ = cty.Walk(r.value, func(_ cty.Path, v cty.Value) (bool, error) { // the function returns no error
		if text, ok := textOf(v); ok {
			for _, word := range split(text) {
				w.held[word] = true
			}
		}
		return true, nil
	})
}

// split takes a text apart into what may be a name: an ARN at its colons and
// slashes, a bucket's domain name before the service.
func split(text string) []string {
	out := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n\":/,[]{}", r) })
	for _, word := range out {
		if name, _, ok := strings.Cut(word, ".s3"); ok {
			out = append(out, name)
		}
	}
	return out
}

// concern reports whether one of two roots names what the other manages.
func (w vocabulary) concern(other vocabulary) bool {
	return w.holdsAny(other.managed) || other.holdsAny(w.managed)
}

func (w vocabulary) holdsAny(names map[string]bool) bool {
	for name := range names {
		if w.held[name] {
			return true
		}
	}
	return false
}
