package cli

import "testing"

func TestWantsColor(t *testing.T) {
	type env map[string]string
	for _, c := range []struct {
		name           string
		env            env
		terminal, pipe bool
	}{
		{"a terminal has colors, a pipe has none", nil, true, false},
		{"NO_COLOR wants none", env{"NO_COLOR": "1"}, false, false},
		{"an empty NO_COLOR says nothing", env{"NO_COLOR": ""}, true, false},
		{"a dumb terminal knows none", env{"TERM": "dumb"}, false, false},
		{"FORCE_COLOR wants them in a pipe too", env{"FORCE_COLOR": "1"}, true, true},
		{"FORCE_COLOR=0 says nothing", env{"FORCE_COLOR": "0"}, true, false},
		{"CLICOLOR_FORCE wants them in a pipe too", env{"CLICOLOR_FORCE": "1"}, true, true},
		{"CLICOLOR_FORCE=0 says nothing", env{"CLICOLOR_FORCE": "0"}, true, false},
		{"CLICOLOR=0 wants none", env{"CLICOLOR": "0"}, false, false},
		{"force goes over a dumb terminal", env{"TERM": "dumb", "FORCE_COLOR": "3"}, true, true},
		{"NO_COLOR goes over force", env{"NO_COLOR": "1", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			get := func(name string) string { return c.env[name] }
			if terminal, pipe := wantsColor(get, true), wantsColor(get, false); terminal != c.terminal || pipe != c.pipe {
				t.Errorf("terminal %v, pipe %v; want %v, %v", terminal, pipe, c.terminal, c.pipe)
			}
		})
	}
}
