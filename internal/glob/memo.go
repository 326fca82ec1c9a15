package glob

import (
	"encoding/binary"
	"strings"
	"sync"

	"github.com/plan403/plan403/internal/symbol"
)

// Memo remembers what Classes said, since sites are made by the dozen of one
// module: but for the names of their buckets, their views are the same. It may be
// used by several goroutines; the zero value is ready.
type Memo struct {
	lock   sync.Mutex
	shapes map[string]*shape
	idle   sync.Pool // of explorers, in whose room others can work
}

// shape is one call, which others that ask the same at the same time wait for.
type shape struct {
	once     sync.Once
	classes  []Class
	complete bool
}

// maxShapes bounds how many different calls are remembered.
const maxShapes = 256

// Classes is glob.Classes. Views that encode all have to do it alike. The
// classes are shared: they are to be read only.
func (m *Memo) Classes(start string, views []View, limit int) ([]Class, bool) {
	plain := make([]View, len(views))
	key := binary.AppendVarint([]byte(start), int64(limit))
	for i, v := range views {
		plain[i] = v.withoutPrefix()
		key = plain[i].appendTo(key)
	}
	known := m.shape(key)
	known.once.Do(func() { known.classes, known.complete = m.explore(start, plain, limit) })
	return known.classes, known.complete
}

// maxIdle bounds the states of an explorer that is used again.
const maxIdle = 4096

func (m *Memo) explore(start string, views []View, limit int) ([]Class, bool) {
	e, ok := m.idle.Get().(*explorer)
	if ok {
		e.begin(start, views, false)
	} else {
		e = newExplorer(start, views, false)
	}
	classes, complete := e.classes(start, len(views), limit)
	if len(e.states) <= maxIdle {
		m.idle.Put(e)
	}
	return classes, complete
}

// shape is what is remembered of a call, or one that is not remembered.
func (m *Memo) shape(key []byte) *shape {
	m.lock.Lock()
	defer m.lock.Unlock()
	known, ok := m.shapes[string(key)]
	if ok {
		return known
	}
	known = new(shape)
	if m.shapes == nil {
		m.shapes = map[string]*shape{}
	}
	if len(m.shapes) < maxShapes {
		m.shapes[string(key)] = known
	}
	return known
}

// Distinct drops views that say the same as an earlier one. As with Classes,
// views that encode all have to do it alike.
func Distinct(views []View) []View {
	seen := map[string]bool{}
	var out []View
	for _, v := range views {
		key := string(v.appendTo(nil))
		if !seen[key] {
			seen[key] = true
			out = append(out, v)
		}
	}
	return out
}

// withoutPrefix takes the prefix away from both sides where the pattern begins
// with just that text: then the rest decides.
func (v View) withoutPrefix() View {
	p := v.Pattern
	rest, begins := strings.CutPrefix(p.source, v.Prefix)
	if v.Prefix == "" || !begins || p.made != nil || p.fold || symbol.Unknown(v.Prefix) ||
		p.wild && strings.ContainsAny(v.Prefix, wildcards) {
		return v
	}
	p.source = rest
	return View{Pattern: p, Encode: v.Encode}
}

// appendTo adds all that the answers of a view hang on.
func (v View) appendTo(key []byte) []byte {
	p := v.Pattern
	key = append(binary.AppendVarint(key, int64(len(v.Prefix))), v.Prefix...)
	for _, flag := range []bool{v.Encode != nil, p.fold, p.wild, p.made != nil} {
		if flag {
			key = append(key, 1)
		} else {
			key = append(key, 0)
		}
	}
	if p.made == nil {
		return append(binary.AppendVarint(key, int64(len(p.source))), p.source...)
	}
	key = binary.AppendVarint(key, int64(len(p.made)))
	for _, a := range p.made {
		key = binary.AppendVarint(append(key, byte(a.op)), int64(a.r))
	}
	return key
}
