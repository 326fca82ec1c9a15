package s3

import (
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// index finds the resources of one type by the text of one argument, so that
// the cost of many buckets does not grow with their square.
type index struct {
	// known holds the resources whose argument has no symbol, open the others.
	known map[string][]*plan.Resource
	open  []*plan.Resource
	all   []*plan.Resource
}

func (s *Store) index(typ, argument string) *index {
	key := typ + "." + argument
	s.mu.Lock()
	defer s.mu.Unlock()
	if ix, ok := s.indices[key]; ok {
		return ix
	}
	ix := &index{known: map[string][]*plan.Resource{}, all: s.state.OfType(typ)}
	for _, r := range ix.all {
		text := s.text(r, argument)
		if symbol.Unknown(text) {
			ix.open = append(ix.open, r)
		} else {
			ix.known[text] = append(ix.known[text], r)
		}
	}
	s.indices[key] = ix
	return ix
}

func (s *Store) text(r *plan.Resource, argument string) string {
	return s.state.Symbols.Reveal(r.String(argument))
}

// attached lists the resources of some types whose argument names the bucket,
// and the causes of those of which it is unknown.
func (s *Store) attached(argument, name string, types ...string) (list []*plan.Resource, maybe []tri.Cause) {
	name = s.state.Symbols.Reveal(name)
	for _, typ := range types {
		ix := s.index(typ, argument)
		candidates := ix.all
		if !symbol.Unknown(name) { // others with a known name are certainly not this one
			list = append(list, ix.known[name]...)
			candidates = ix.open
		}
		for _, r := range candidates {
			text := s.text(r, argument)
			switch glob.CompileLiteral(text).Match(name) {
			case tri.Yes:
				list = append(list, r)
			case tri.Unknown:
				if !s.owned(text, name) {
					maybe = append(maybe, causes(text, name)...)
				}
			}
		}
	}
	return list, maybe
}

// owned reports whether a text is the name of another bucket of the state: two
// buckets never share a name, even if neither name is known yet.
func (s *Store) owned(text, name string) bool {
	ix := s.index("aws_s3_bucket", "bucket")
	if text == name {
		return false
	}
	if len(ix.known[text]) > 0 {
		return true
	}
	for _, r := range ix.open {
		if s.text(r, "bucket") == text {
			return true
		}
	}
	return false
}
