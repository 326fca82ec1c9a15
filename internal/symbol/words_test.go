package symbol

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The longest word that a text begins with is the one that trying all of them
// finds, whether they are many or few.
func TestLongestWord(t *testing.T) {
	text := rapid.StringOfN(rapid.SampledFrom([]rune("ab\uE000")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		var w words
		list := rapid.SliceOfN(text, 0, 200).Draw(t, "words")
		unwanted := text.Draw(t, "unwanted")
		for i, word := range list {
			w.add(word)
			if i%70 == 0 {
				w.longest("a", func(string) bool { return true })
			}
		}
		s := text.Draw(t, "text") + text.Draw(t, "more")
		want := ""
		for _, word := range list {
			if strings.HasPrefix(s, word) && len(word) > len(want) && word != unwanted {
				want = word
			}
		}
		if got := w.longest(s, func(word string) bool { return word != unwanted }); got != want {
			t.Errorf("%q in %q, want %q of %q", got, s, want, list)
		}
	})
}

// Hiding costs the same whether there are ten secrets or more than there are
// symbols for, and each is hidden.
func TestManySecrets(t *testing.T) {
	var table Table
	const many = 20_000
	for i := range many {
		table.Secret(fmt.Sprintf("secret-value-%d-", i), Origin{})
		s, _ := table.New(Fresh, fmt.Sprint(i), Origin{})
		table.Label("arn:aws:x:"+s+"/"+fmt.Sprint(i), "x", fmt.Sprint(i))
	}
	start := time.Now()
	for i := range many {
		if got := table.Display(fmt.Sprintf("a secret-value-%d- here, and secret-value", i)); got != "a (sensitive) here, and secret-value" {
			t.Fatal(got)
		}
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestOverlappingSecrets(t *testing.T) {
	var table Table
	for _, s := range []string{"abcdef", "defghi", "cdefg", "shown here", "here"} {
		table.Secret(s, Origin{})
	}
	table.Disclose("shown here")
	for text, want := range map[string]string{
		"xabcdefghix": "x(sensitive)x", "abcdefabcdef": "(sensitive)(sensitive)", "shown here": "shown (sensitive)", "": "",
	} {
		if got := table.Display(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

// A secret is hidden however the places that print it spell it.
func TestFormsOfSecrets(t *testing.T) {
	for _, secret := range []string{`Grüße & "Küsse" +1`, "a/b c/d%e", "<b>/ü", "Pass:Word?", `back\slash` + "\nline"} {
		var table Table
		table.Secret(secret, Origin{})
		inJSON, _ := json.Marshal(secret)
		for name, text := range map[string]string{
			"as it is": secret, "a path": (&url.URL{Path: secret}).EscapedPath(), "a part of a path": url.PathEscape(secret), "a query": url.QueryEscape(secret),
			"in lower case": strings.ToLower(secret), "in JSON": string(inJSON[1 : len(inJSON)-1]),
		} {
			if got := table.Display("x " + text + " y"); got != "x (sensitive) y" {
				t.Errorf("%q, %s, is shown as %q", secret, name, got)
			}
		}
	}
}
