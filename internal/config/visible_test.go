package config

import "testing"

func TestVisible(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"a word", "why", true},
		{"a word in another script", "なぜ", true},
		{"a ticket's number", "#12", true},
		{"a sign", "…", true},
		{"a word among what is not seen", "\u200bwhy\u2060", true},
		{"nothing", "", false},
		{"spaces", " \t\u00a0\u3000", false},
		{"a zero-width space", "\u200b", false},
		{"a joiner and a mark of direction", "\u200d\u202e", false},
		{"a soft hyphen", "\u00ad", false},
		{"a variation selector", "\ufe0f", false},
		{"an accent on nothing", "\u0301", false},
		{"fillers", "\u3164\uffa0\u115f\u1160", false},
		{"the empty pattern of Braille", "\u2800", false},
		{"characters of private use", "\ue000", false},
		{"tags", "\U000e0041", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := visible(c.text); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}
