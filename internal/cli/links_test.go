package cli

import "testing"

func TestWantsLinks(t *testing.T) {
	type env map[string]string
	for _, c := range []struct {
		name string
		env  env
		want bool
	}{
		{"a terminal that nothing is known of", env{"TERM": "xterm-256color"}, false},
		{"one by its program", env{"TERM_PROGRAM": "WezTerm"}, true},
		{"one by its kind", env{"TERM": "xterm-kitty"}, true},
		{"Windows Terminal", env{"WT_SESSION": "8f"}, true},
		{"VTE that has links", env{"VTE_VERSION": "7600"}, true},
		{"VTE that has none yet", env{"VTE_VERSION": "4601"}, false},
		{"VTE of a version that is no number", env{"VTE_VERSION": "new"}, false},
		{"Apple's terminal has none", env{"TERM_PROGRAM": "Apple_Terminal"}, false},
		{"tmux may not pass them on", env{"TERM_PROGRAM": "WezTerm", "TMUX": "socket,1,0"}, false},
		{"nor may screen", env{"WT_SESSION": "8f", "TERM": "screen-256color"}, false},
		{"a pipeline's log shows none", env{"TERM_PROGRAM": "vscode", "CI": "true"}, false},
		{"NO_COLOR has the last word", env{"NO_COLOR": "1", "FORCE_HYPERLINK": "1", "TERM": "xterm-kitty"}, false},
		{"a dumb terminal has none", env{"TERM": "dumb", "FORCE_HYPERLINK": "1"}, false},
		{"FORCE_HYPERLINK goes over what is known", env{"FORCE_HYPERLINK": "1", "TMUX": "socket,1,0"}, true},
		{"FORCE_HYPERLINK=0 wants none", env{"FORCE_HYPERLINK": "0", "TERM": "xterm-kitty"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := wantsLinks(func(name string) string { return c.env[name] }); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}
