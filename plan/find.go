package plan

import "strings"

// finder tells which resource of some kinds is the first to have a text in one
// of some attributes.
type finder struct {
	list []*Resource
	at   map[string]int
}

// Find returns the first resource one of whose attributes is one of the texts,
// symbols included, nil if there is none. kinds are types, or "data." and a type
// for data sources; the resources stand in their order. An empty text is no
// resource's. The cost is that of one look into a table, so that many that name
// many cost no more than their number.
func (s *State) Find(texts, attributes []string, kinds ...string) *Resource {
	f := s.finder(attributes, kinds)
	first := -1
	for _, text := range texts {
		if at, ok := f.at[text]; ok && (first < 0 || at < first) {
			first = at
		}
	}
	if first < 0 {
		return nil
	}
	return f.list[first]
}

func (s *State) finder(attributes, kinds []string) *finder {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := strings.Join(attributes, " ") + " in " + strings.Join(kinds, " ")
	if f := s.finders[key]; f != nil {
		return f
	}
	f := &finder{at: map[string]int{}}
	for _, kind := range kinds {
		f.list = append(f.list, s.byType[kind]...)
	}
	for i, r := range f.list {
		for _, name := range attributes {
			text := r.String(name)
			if _, taken := f.at[text]; text != "" && !taken {
				f.at[text] = i
			}
		}
	}
	if s.finders == nil {
		s.finders = map[string]*finder{}
	}
	s.finders[key] = f
	return f
}
