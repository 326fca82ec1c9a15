package cli

import (
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/plan403/plan403/internal/report"
)

// linksFor are the hyperlinks of a terminal, nil if it is not known to have any.
func linksFor(env func(string) string) *report.Links {
	if !wantsLinks(env) {
		return nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return nil
	}
	host, err := os.Hostname()
	if err != nil {
		return nil
	}
	return &report.Links{Host: host, Dir: dir}
}

// Terminals that know hyperlinks, by what they set (github.com/Alhadis/OSC8-Adoption).
var (
	linkPrograms  = []string{"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "mintty", "rio", "Tabby"}
	linkVariables = []string{"WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "DOMTERM"}
	linkTerms     = []string{"xterm-kitty", "xterm-ghostty", "alacritty", "foot", "foot-extra", "wezterm", "contour"}
)

// leastVTE is the version of VTE, that of GNOME's terminal and others, since which it
// has hyperlinks: 0.50.
const leastVTE = 5000

// wantsLinks decides whether a terminal gets hyperlinks: one that is known to have them,
// unless somebody wants nothing but text. What stands between, as screen and tmux do, may
// not pass them on.
func wantsLinks(env func(string) string) bool {
	set := func(name string) bool { return env(name) != "" }
	switch forced := env("FORCE_HYPERLINK"); {
	case set("NO_COLOR") || env("TERM") == "dumb":
		return false
	case forced != "":
		return forced != "0"
	case set("CI") || set("TMUX") || strings.HasPrefix(env("TERM"), "screen"):
		return false
	case slices.Contains(linkPrograms, env("TERM_PROGRAM")) || slices.Contains(linkTerms, env("TERM")):
		return true
	case slices.ContainsFunc(linkVariables, set):
		return true
	}
	vte, err := strconv.Atoi(env("VTE_VERSION"))
	return err == nil && vte >= leastVTE
}
