package planfile

import (
	"path"
	"strings"
)

// LevelsAbove returns how many directories above the root module's own the
// configuration calls modules from: 2 if a module's source is "../../modules/x".
func (c *Config) LevelsAbove() int {
	if c == nil || c.Root == nil {
		return 0
	}
	return levelsAbove(c.Root, ".")
}

func levelsAbove(m *ModuleConfig, dir string) int {
	most := 0
	for _, call := range m.Calls {
		if call.Module == nil || !strings.HasPrefix(call.Source, "./") && !strings.HasPrefix(call.Source, "../") {
			continue
		}
		at := path.Join(dir, call.Source)
		up := 0
		for rest := at; rest == ".." || strings.HasPrefix(rest, "../"); up++ {
			rest = strings.TrimPrefix(strings.TrimPrefix(rest, ".."), "/")
		}
		most = max(most, up, levelsAbove(call.Module, at))
	}
	return most
}
