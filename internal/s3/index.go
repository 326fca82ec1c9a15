package s3

import (
	"slices"
	"strings"
	"sync"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// index finds the resources of one type by the text of one argument, so that
// the cost of many buckets does not grow with their square.
type index struct {
	// named holds the resources by the argument's text, symbols included: the same
	// text is the same value.
	named map[string][]*plan.Resource
	// texts lists the keys of named in the order of their resources.
	texts []string

	once      sync.Once
	strangers []stranger
}

// stranger is a text that is no bucket's name as it is written, and may turn out
// to be one. first is the first resource that has it.
type stranger struct {
	text    string
	pattern glob.Pattern
	unknown bool
	first   *plan.Resource
}

func (s *Store) index(typ, argument string) *index {
	key := typ + "." + argument
	s.mu.Lock()
	defer s.mu.Unlock()
	if ix, ok := s.indices[key]; ok {
		return ix
	}
	ix := &index{named: map[string][]*plan.Resource{}}
	for _, r := range s.state.OfType(typ) {
		text := s.text(r, argument)
		if len(ix.named[text]) == 0 {
			ix.texts = append(ix.texts, text)
		}
		ix.named[text] = append(ix.named[text], r)
	}
	s.indices[key] = ix
	return ix
}

func (s *Store) text(r *plan.Resource, argument string) string {
	return s.state.Symbols.Reveal(r.String(argument))
}

// owned reports whether a text is the name of another bucket of the state: two
// buckets never share a name, even if neither name is known yet.
func (s *Store) owned(text, name string) bool {
	return text != name && len(s.index("aws_s3_bucket", "bucket").named[text]) > 0
}

// strangers lists the texts of an index that are no bucket's.
func (s *Store) strangers(ix *index) []stranger {
	ix.once.Do(func() {
		for _, text := range ix.texts {
			if !s.owned(text, "") {
				ix.strangers = append(ix.strangers,
					stranger{text, glob.CompileLiteral(text), symbol.Unknown(text), ix.named[text][0]})
			}
		}
	})
	return ix.strangers
}

// maxMaybe bounds the resources that are named as perhaps one bucket's. Without
// source, all of a plan's may be.
const maxMaybe = 16

// attached lists the resources of some types whose argument names the bucket,
// and the causes of those of which it is unknown.
func (s *Store) attached(argument, name string, types ...string) (list []*plan.Resource, maybe []tri.Cause) {
	name = s.state.Symbols.Reveal(name)
	for _, typ := range types {
		ix := s.index(typ, argument)
		list = append(list, ix.named[name]...)
		maybe = append(maybe, s.maybe(ix, argument, name)...)
	}
	return list, maybe
}

// elsewhere reports whether a resource's argument certainly names another bucket.
func (s *Store) elsewhere(r *plan.Resource, argument, name string) bool {
	text, name := s.text(r, argument), s.state.Symbols.Reveal(name)
	if text == name {
		return false
	}
	return s.owned(text, name) || glob.CompileLiteral(text).Intersects(glob.CompileLiteral(name)) == tri.No
}

// maybe are the causes of the resources that may be attached to a bucket. Where its
// name is known, others with a known name are certainly not.
func (s *Store) maybe(ix *index, argument, name string) (out []tri.Cause) {
	found := 0
	wanted, unknown := glob.CompileLiteral(name), symbol.Unknown(name)
	for _, x := range s.strangers(ix) {
		if x.text == name || !unknown && !x.unknown || x.pattern.Intersects(wanted) != tri.Unknown {
			continue
		}
		if found++; found > maxMaybe {
			const open = "which bucket this and others like it are for is not known"
			return append(out, x.first.Missing(argument, open, "name the .tf files with --source"))
		}
		out = append(out, apart(x.text, name)...)
	}
	return out
}

// apart are the causes why it is not known whether two texts are the same: the symbols
// of one of them, since what both hold tells nothing, unless there is nothing else.
func apart(x, y string) []tri.Cause {
	both := causes(x, y)
	inBoth := func(c tri.Cause) bool {
		return strings.ContainsRune(x, c.Symbol) && strings.ContainsRune(y, c.Symbol)
	}
	if only := slices.DeleteFunc(slices.Clone(both), inBoth); len(only) > 0 {
		return only
	}
	return both
}
