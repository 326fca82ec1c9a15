package source

import (
	"path"
	"strings"
)

// Climb returns how many directories above the root module's own the configuration
// calls modules from: 2 if a module's source is "../../modules/x". What calls the
// modules that are not there is not known.
func (t *Tree) Climb() int { return t.Root.climb() }

func (m *Module) climb() int {
	most := 0
	for _, call := range m.Calls {
		if local(call.Source) {
			most = max(most, above(path.Join(m.Dir, call.Source)), call.Module.climb())
		}
	}
	return most
}

// above counts the ".." that a path begins with.
func above(dir string) (up int) {
	for ; dir == ".." || strings.HasPrefix(dir, "../"); up++ {
		dir = strings.TrimPrefix(strings.TrimPrefix(dir, ".."), "/")
	}
	return up
}

// local reports whether a module's source is a path.
func local(source string) bool {
	return strings.HasPrefix(source, "./") || strings.HasPrefix(source, "../")
}
