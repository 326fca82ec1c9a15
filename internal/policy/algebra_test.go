package policy

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/tri"
)

// decide is what a document of these statements says of a request.
func decide(t *rapid.T, r Request, statements ...string) tri.Truth {
	d, err := Parse(document(Version2012, statements...), nil)
	if err != nil {
		t.Fatal(err)
	}
	return d.Evaluate(r).Allowed().Truth()
}

func drawStatements(t *rapid.T) []string {
	return rapid.SliceOfN(rapid.Custom(drawStatement), 1, 3).Draw(t, "statements")
}

// withEffect is a drawn statement of a certain effect.
func withEffect(t *rapid.T, effect string) string {
	s := drawStatement(t)
	for _, other := range []string{"Allow", "Deny", opaque1} {
		s = strings.Replace(s, `"Effect":"`+other+`"`, `"Effect":"`+effect+`"`, 1)
	}
	return s
}

// rank orders what is said of a request by how far it lets it.
func rank(t tri.Truth) int {
	return map[tri.Truth]int{tri.No: 0, tri.Unknown: 1, tri.Yes: 2}[t]
}

func TestAnAllowNeverForbids(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		statements, more, r := drawStatements(t), withEffect(t, "Allow"), drawAsked(t).request(same)
		was, is := decide(t, r, statements...), decide(t, r, append(statements, more)...)
		if rank(is) < rank(was) {
			t.Fatalf("%v, with the allow %v", was, is)
		}
	})
}

func TestTwiceIsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		statements, r := drawStatements(t), drawAsked(t).request(same)
		again := rapid.SampledFrom(statements).Draw(t, "again")
		if was, is := decide(t, r, statements...), decide(t, r, append(statements, again)...); was != is {
			t.Fatalf("%v, and with one of them twice %v", was, is)
		}
	})
}

// Lists of one element say what statements for each of its entries say. The elements
// with Not say what is left out by all entries together.
func TestListsCanBeSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		statements, r := drawStatements(t), drawAsked(t).request(same)
		element := rapid.SampledFrom([]string{"Action", "Resource"}).Draw(t, "element")
		var parts []string
		for _, s := range statements {
			parts = append(parts, split(t, s, element)...)
		}
		if was, is := decide(t, r, statements...), decide(t, r, parts...); was != is {
			t.Fatalf("%v, split %v: %s", was, is, parts)
		}
	})
}

// A document of one statement says what one with a list of it says, and so for every
// list of one entry.
func TestListsOfOneAreTheirEntry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		statements, r := drawStatements(t), drawAsked(t).request(same)
		var bare []string
		for _, s := range statements {
			body := members(t, s)
			for name, v := range body {
				var list []json.RawMessage
				if json.Unmarshal(v, &list) == nil && len(list) == 1 {
					body[name] = list[0]
				}
			}
			bare = append(bare, written(t, body))
		}
		if was, is := decide(t, r, statements...), decide(t, r, bare...); was != is {
			t.Fatalf("%v, without brackets %v", was, is)
		}
	})
}

func members(t *rapid.T, statement string) map[string]json.RawMessage {
	body := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(statement), &body); err != nil {
		t.Fatal(err)
	}
	return body
}

func written(t *rapid.T, body map[string]json.RawMessage) string {
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// split makes a statement of each entry of an element.
func split(t *rapid.T, statement, element string) []string {
	body := members(t, statement)
	var list []json.RawMessage
	if json.Unmarshal(body[element], &list) != nil || len(list) < 2 {
		return []string{statement}
	}
	var out []string
	for _, entry := range list {
		one := maps.Clone(body)
		one[element] = entry
		out = append(out, written(t, one))
	}
	return out
}
