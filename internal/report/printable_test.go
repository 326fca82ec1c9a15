package report

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Text from a plan may try to drive the terminal, to reorder what people read,
// or not be text at all.
func TestPrintable(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"ordinary text":          {"größe 😀 /a b", "größe 😀 /a b"},
		"an escape sequence":     {"a\x1b[31mb", `a\x1b[31mb`},
		"a line break":           {"a\nb", `a\u{a}b`},
		"a bell":                 {"\a", `\u{7}`},
		"text turned round":      {"a\u202eb", `a\u{202e}b`},
		"a zero width space":     {"a\u200bb", `a\u{200b}b`},
		"C1 controls":            {"a\u009bb", `a\u{9b}b`},
		"a byte that is no text": {"a\xffb", `a\xffb`},
		"nothing":                {"", ""},
		"a no-break space":       {"a\u00a0b", "a\u00a0b"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Printable(c.text); got != c.want && got != escaped(c.want) {
				t.Errorf("%q is shown as %q, want %q", c.text, got, c.want)
			}
		})
	}
}

// escaped allows for either way to write a control character below 0x100.
func escaped(s string) string {
	return strings.NewReplacer(`\x1b`, `\u{1b}`, `\u{a}`, `\x0a`, `\u{7}`, `\x07`, `\u{9b}`, `\x9b`).Replace(s)
}

func TestPrintableIsHarmless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text") + string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		got := Printable(text)
		if !utf8.ValidString(got) {
			t.Errorf("%q is not UTF-8", got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Errorf("%q holds %U", got, r)
			}
		}
		if again := Printable(got); again != got {
			t.Errorf("%q changes again to %q", got, again)
		}
	})
}

func FuzzPrintable(f *testing.F) {
	for _, s := range []string{"plain", "\x1b]0;title\a", "\xff\xfe", "\u202e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range Printable(text) {
			if unicode.IsControl(r) {
				t.Errorf("%q holds %U", text, r)
			}
		}
	})
}
