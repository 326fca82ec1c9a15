package policydoc

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/symbol"
)

// Symbols that stand for values of the plan in these tests.
const (
	makeOpaque = "\U000F0000"
	otherID    = "\U000F0001"
	account    = "\U000F8000"
	anything   = "\U00100000"
)

// unknownText is read as cty's unknown by object.
const unknownText = "?unknown?"

// object turns JSON into a value: the text unknownText anywhere into an
// unknown value.
func object(t testing.TB, text string) cty.Value {
	t.Helper()
	typ, err := ctyjson.ImpliedType([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	v, err := ctyjson.Unmarshal([]byte(text), typ)
	if err != nil {
		t.Fatal(err)
	}
	v, err = cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if v.Type() == cty.String && v.IsKnown() && !v.IsNull() && v.AsString() == unknownText {
			return cty.DynamicVal, nil
		}
		return v, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// placeholders makes symbols that remember what they stand for.
type placeholders struct{ names []string }

func (p *placeholders) opaque(what string) string {
	p.names = append(p.names, what)
	return string(rune(0x100100 + len(p.names)))
}

// show writes the names of the symbols in their place, as <name>.
func (p *placeholders) show(text string) string {
	for i, name := range p.names {
		text = strings.ReplaceAll(text, string(rune(0x100101+i)), "<"+name+">")
	}
	return text
}

// asIs reveals nothing: there are no secrets in most of these tests.
func asIs(text string) string { return text }

func render(t testing.TB, text string) (string, error) {
	t.Helper()
	var p placeholders
	got, err := Render(object(t, text), p.opaque, asIs)
	return p.show(got), err
}

// diffJSON compares two texts by what they say.
func diffJSON(t testing.TB, want, got string) string {
	t.Helper()
	var w, g any
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatalf("%v in %s", err, want)
	}
	if err := json.Unmarshal([]byte(got), &g); err != nil {
		t.Fatalf("%v in %s", err, got)
	}
	return cmp.Diff(w, g)
}

// TestPolicyStatements follows the argument reference of "Data Source:
// aws_iam_policy_document".
func TestPolicyStatements(t *testing.T) {
	tests := []struct{ name, statement, want string }{
		{"the effect is Allow unless set", `{"actions":["s3:GetObject"],"effect":null,"sid":null}`, `{"Effect":"Allow","Action":"s3:GetObject"}`},
		{"an empty sid is not written", `{"sid":"","effect":"Deny"}`, `{"Effect":"Deny"}`},
		{"several values are a list", `{"actions":["s3:Get*","s3:Put*"],"resources":["a","b"]}`, `{"Effect":"Allow","Action":["s3:Put*","s3:Get*"],"Resource":["b","a"]}`},
		{"the negated elements are written", `{"not_actions":["a"],"not_resources":["b"],"not_principals":[{"type":"AWS","identifiers":["1"]}]}`, `{"Effect":"Allow","NotAction":"a","NotResource":"b","NotPrincipal":{"AWS":"1"}}`},
		{"empty lists are not written", `{"actions":[],"not_actions":null,"principals":[],"condition":[]}`, `{"Effect":"Allow"}`},
		{"anyone is a star", `{"principals":[{"type":"*","identifiers":["*"]}]}`, `{"Effect":"Allow","Principal":"*"}`},
		{"every AWS principal stays one of AWS", `{"principals":[{"type":"AWS","identifiers":["*"]}]}`, `{"Effect":"Allow","Principal":{"AWS":"*"}}`},
		{"blocks of one principal type are joined", `{"principals":[{"type":"AWS","identifiers":["1"]},{"type":"Service","identifiers":["s"]},{"type":"AWS","identifiers":["2","3"]}]}`, `{"Effect":"Allow","Principal":{"AWS":["1","3","2"],"Service":"s"}}`},
		{"conditions of one test are written together", `{"condition":[{"test":"StringEquals","variable":"a","values":["1"]},{"test":"StringEquals","variable":"b","values":["2","1"]}]}`, `{"Effect":"Allow","Condition":{"StringEquals":{"a":"1","b":["2","1"]}}}`},
		{"conditions of one test and variable are joined", `{"condition":[{"test":"StringEquals","variable":"a","values":["1"]},{"test":"StringEquals","variable":"a","values":["2"]}]}`, `{"Effect":"Allow","Condition":{"StringEquals":{"a":["1","2"]}}}`},
		{"a condition without values is kept", `{"condition":[{"test":"StringEquals","variable":"a","values":[]}]}`, `{"Effect":"Allow","Condition":{"StringEquals":{"a":[]}}}`},
		{"numbers and booleans become text", `{"condition":[{"test":"Bool","variable":"a","values":[true]},{"test":"NumericEquals","variable":"b","values":[17]}]}`, `{"Effect":"Allow","Condition":{"Bool":{"a":"true"},"NumericEquals":{"b":"17"}}}`},
		{"&{ starts a policy variable in resources, principals and values", `{"resources":["&{a}"],"not_resources":["&{b}"],"principals":[{"type":"AWS","identifiers":["&{c}"]}],"condition":[{"test":"T","variable":"v","values":["&{d}"]}]}`, `{"Effect":"Allow","Resource":"${a}","NotResource":"${b}","Principal":{"AWS":"${c}"},"Condition":{"T":{"v":"${d}"}}}`},
		{"&{ in an action is left alone", `{"actions":["&{a}"]}`, `{"Effect":"Allow","Action":"&{a}"}`},
		{"symbols inside strings stay", `{"resources":["arn:aws:s3:::` + anything + `/*"],"condition":[{"test":"StringEquals","variable":"AWS:SourceArn","values":["arn:aws:cloudfront::` + account + `:distribution/` + makeOpaque + `"]}]}`, `{"Effect":"Allow","Resource":"arn:aws:s3:::` + anything + `/*","Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:cloudfront::` + account + `:distribution/` + makeOpaque + `"}}}`},
		{"an unknown value is a symbol among the others", `{"actions":["?unknown?"],"condition":[{"test":"T","variable":"v","values":["a","?unknown?"]}]}`, `{"Effect":"Allow","Action":"<statement[0].actions[0]>","Condition":{"T":{"v":["a","<statement[0].condition.values[1]>"]}}}`},
		{"a null where none can stand is unknown", `{"resources":[null]}`, `{"Effect":"Allow","Resource":"<statement[0].resources[0]>"}`},
		{"an unknown list is a symbol", `{"actions":"?unknown?","principals":[{"type":"AWS","identifiers":"?unknown?"}],"condition":[{"test":"T","variable":"v","values":"?unknown?"}]}`, `{"Effect":"Allow","Action":"<statement[0].actions>","Principal":{"AWS":"<statement[0].principals.identifiers>"},"Condition":{"T":{"v":"<statement[0].condition.values>"}}}`},
		{"an unknown block hides how many there are", `{"principals":["?unknown?"],"not_principals":"?unknown?","condition":[{"test":"T","variable":"v","values":["a"]},"?unknown?"]}`, `{"Effect":"Allow","Principal":"<statement[0].principals>","NotPrincipal":"<statement[0].not_principals>","Condition":"<statement[0].condition>"}`},
		{"an unknown principal type hides the element", `{"principals":[{"type":"?unknown?","identifiers":["*"]}]}`, `{"Effect":"Allow","Principal":"<statement[0].principals>"}`},
		{"an unknown test or variable hides the element", `{"condition":[{"test":"String` + anything + `","variable":"v","values":["a"]}]}`, `{"Effect":"Allow","Condition":"<statement[0].condition>"}`},
		{"an unknown effect is one symbol", `{"effect":"` + anything + `"}`, `{"Effect":"` + anything + `"}`},
		{"a partly unknown effect is one symbol", `{"effect":"A` + anything + `"}`, `{"Effect":"<statement[0].effect>"}`},
		{"an unknown statement is a symbol", `"?unknown?"`, `"<statement[0]>"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := render(t, `{"statement":[`+tt.statement+`]}`)
			if err != nil {
				t.Fatal(err)
			}
			if diff := diffJSON(t, `{"Version":"2012-10-17","Statement":[`+tt.want+`]}`, strings.ReplaceAll(got, `\u003c`, "<")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Statements of the merge tests, each told by its action.
func allow(sid, action string) string {
	return fmt.Sprintf(`{"Sid":"%s","Effect":"Allow","Action":"%s"}`, sid, action)
}

func policyText(statements ...string) string {
	b, _ := json.Marshal(`{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`)
	return string(b)
}

// TestPolicyMerge follows source_policy_documents and
// override_policy_documents in the same document.
func TestPolicyMerge(t *testing.T) {
	own := func(sid, action string) string { return fmt.Sprintf(`{"sid":"%s","actions":["%s"]}`, sid, action) }
	const mayGo = "<a statement that may be overridden>"
	tests := []struct {
		name, document string
		want           []string // sid:action, or the symbol
	}{
		{"sources stand before the block's own statements, overrides after", `"source_policy_documents":[` + policyText(allow("", "s")) + `],"statement":[` + own("", "o") + `],"override_policy_documents":[` + policyText(allow("", "v")) + `]`, []string{":s", ":o", ":v"}},
		{"statements without sid never replace each other", `"statement":[` + own("", "a") + `,` + own("", "b") + `],"override_policy_documents":[` + policyText(allow("", "c")) + `]`, []string{":a", ":b", ":c"}},
		{"an override replaces the statement of its sid in place", `"statement":[` + own("A", "a") + `,` + own("B", "b") + `],"override_policy_documents":[` + policyText(allow("A", "x")) + `]`, []string{"A:x", "B:b"}},
		{"an override of another sid is added", `"statement":[` + own("A", "a") + `],"override_policy_documents":[` + policyText(allow("C", "x")) + `]`, []string{"A:a", "C:x"}},
		{"the block's own statement replaces a source's", `"source_policy_documents":[` + policyText(allow("A", "s"), allow("B", "s")) + `],"statement":[` + own("A", "o") + `]`, []string{"A:o", "B:s"}},
		{"the last override wins", `"override_policy_documents":[` + policyText(allow("A", "1")) + `,` + policyText(allow("A", "2")) + `]`, []string{"A:2"}},
		{"override_json comes after the list", `"override_policy_documents":[` + policyText(allow("A", "1")) + `],"override_json":` + policyText(allow("A", "2")), []string{"A:2"}},
		{"source_json comes before the list", `"source_json":` + policyText(allow("A", "1")) + `,"source_policy_documents":[` + policyText(allow("B", "2")) + `]`, []string{"A:1", "B:2"}},
		{"an empty source_json counts as not set", `"source_json":"","statement":[` + own("", "a") + `]`, []string{":a"}},
		{"null among the documents is passed over", `"source_policy_documents":[null,` + policyText(allow("", "s")) + `]`, []string{":s"}},
		{"names of elements are found in any case", `"source_policy_documents":["{\"statement\":[{\"sid\":\"A\",\"action\":\"s\"}]}"]`, []string{"A:s"}},
		{"a source that is a symbol is an unknown statement", `"source_policy_documents":["` + anything + `"],"statement":[` + own("", "a") + `]`, []string{anything, ":a"}},
		{"an unknown source is an unknown statement", `"source_policy_documents":["?unknown?"]`, []string{"<source_policy_documents[0]>"}},
		{"an unknown list of sources is an unknown statement", `"source_policy_documents":"?unknown?","statement":[` + own("A", "a") + `]`, []string{"<source_policy_documents>", "A:a"}},
		{"a source broken by a symbol is an unknown statement", `"source_policy_documents":["{\"Statement\":[` + anything + `]}"]`, []string{"<source_policy_documents[0]>"}},
		{"a source whose text is not a policy is an unknown statement", `"source_policy_documents":["{\"Statement\":{}}"]`, []string{"<source_policy_documents[0]>"}},
		{"an unknown statement inside a source stays one", `"source_policy_documents":[` + policyText(`"`+anything+`"`, allow("", "s")) + `]`, []string{anything, ":s"}},
		{"unknown statements of the block are one unknown statement", `"source_policy_documents":[` + policyText(allow("", "s")) + `],"statement":"?unknown?"`, []string{":s", "<statement>"}},
		{"equal sids with a symbol replace each other", `"statement":[` + own("A"+makeOpaque, "a") + `],"override_policy_documents":[` + policyText(allow("A"+makeOpaque, "x")) + `]`, []string{"A" + makeOpaque + ":x"}},
		{"an override of unknown sid may replace any statement with one", `"statement":[` + own("A", "a") + `,` + own("", "b") + `],"override_policy_documents":[` + policyText(allow(anything, "x")) + `]`, []string{mayGo, ":b", anything + ":x"}},
		{"sids that begin otherwise cannot be equal", `"statement":[` + own("A", "a") + `],"override_policy_documents":[` + policyText(allow("B"+anything, "x")) + `]`, []string{"A:a", "B" + anything + ":x"}},
		{"sids that end otherwise cannot be equal", `"statement":[` + own(anything+"A", "a") + `],"override_policy_documents":[` + policyText(allow(anything+"B", "x")) + `]`, []string{anything + "A:a", anything + "B:x"}},
		{"an unknown override may replace any statement with a sid", `"statement":[` + own("A", "a") + `,` + own("", "b") + `],"override_policy_documents":["` + anything + `"]`, []string{mayGo, ":b", anything}},
		{"one unknown sid may be empty, so the equal one need not replace it", `"statement":[` + own(anything, "a") + `],"override_policy_documents":[` + policyText(allow(anything, "x")) + `]`, []string{mayGo, anything + ":x"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := render(t, "{"+tt.document+"}")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, statementNames(t, got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func statementNames(t testing.TB, text string) (names []string) {
	t.Helper()
	var doc struct{ Statement []any }
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	for _, s := range doc.Statement {
		if o, ok := s.(map[string]any); ok {
			sid, _ := o["Sid"].(string)
			s = sid + ":" + o["Action"].(string)
		}
		names = append(names, s.(string))
	}
	return names
}

// TestPolicySource tells what the provider does with the elements of a source.
func TestPolicySource(t *testing.T) {
	tests := []struct{ name, statement, want string }{
		{"elements of one value stay as they are", `{"Effect":"Allow","Action":["a"],"Resource":"*"}`, `{"Effect":"Allow","Action":["a"],"Resource":"*"}`},
		{"elements that are not known are dropped", `{"Effect":"Allow","Comment":"x"}`, `{"Effect":"Allow"}`},
		{"a star stays a star", `{"Principal":"*"}`, `{"Principal":"*"}`},
		{"a star of any type is a star", `{"Principal":{"*":["*"]}}`, `{"Principal":"*"}`},
		{"principals keep their lists", `{"Principal":{"AWS":["1"],"Service":"s"}}`, `{"Principal":{"AWS":["1"],"Service":"s"}}`},
		{"a principal without types is dropped", `{"Principal":{}}`, `{}`},
		{"a symbol for a principal stays", `{"Principal":"` + anything + `"}`, `{"Principal":"` + anything + `"}`},
		{"a boolean condition becomes text", `{"Condition":{"Bool":{"aws:SecureTransport":false}}}`, `{"Condition":{"Bool":{"aws:SecureTransport":"false"}}}`},
		{"a condition's list of one becomes a string", `{"Condition":{"T":{"v":["a"]}}}`, `{"Condition":{"T":{"v":"a"}}}`},
		{"an empty condition is dropped", `{"Condition":{"T":{}}}`, `{}`},
		{"symbols for a condition stay", `{"Condition":{"T":"` + anything + `","S":{"v":"` + otherID + `"}}}`, `{"Condition":{"T":"` + anything + `","S":{"v":"` + otherID + `"}}}`},
		{"a number in a condition is not relied on", `{"Condition":{"NumericEquals":{"v":1}}}`, `{"Condition":{"NumericEquals":{"v":"<source_policy_documents[0], statement 0, Condition.NumericEquals.v>"}}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			source, _ := json.Marshal(`{"Statement":[` + tt.statement + `]}`)
			got, err := render(t, `{"source_policy_documents":[`+string(source)+`]}`)
			if err != nil {
				t.Fatal(err)
			}
			if diff := diffJSON(t, `{"Version":"2012-10-17","Statement":[`+tt.want+`]}`, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPolicyVersion(t *testing.T) {
	const old = `"source_policy_documents":["{\"Version\":\"2008-10-17\",\"Id\":\"source\"}"]`
	tests := []struct{ name, document, want string }{
		{"the newest version is the default", `"version":null,"policy_id":null`, `{"Version":"2012-10-17"}`},
		{"a set version and id are written", `"version":"2008-10-17","policy_id":"p"`, `{"Version":"2008-10-17","Id":"p"}`},
		{"the block's default raises a source's version, its id stays", old, `{"Version":"2012-10-17","Id":"source"}`},
		{"an override raises the version", `"version":"2008-10-17","override_policy_documents":["{\"Version\":\"2012-10-17\"}"]`, `{"Version":"2012-10-17"}`},
		{"the block's own id wins over a source's", old + `,"version":"2008-10-17","policy_id":"own"`, `{"Version":"2008-10-17","Id":"own"}`},
		{"an unknown document may raise the version", `"version":"2008-10-17","source_policy_documents":["` + anything + `"]`, `{"Version":"` + anything + `","Statement":["` + anything + `"]}`},
		{"an unknown version is a symbol", `"version":"` + anything + `"`, `{"Version":"` + anything + `"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := render(t, "{"+tt.document+"}")
			if err != nil {
				t.Fatal(err)
			}
			if diff := diffJSON(t, tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPolicyOfTooManyStatementsIsUnknown(t *testing.T) {
	half := policyText(strings.Split(strings.Repeat(allow("", "a")+"|", maxStatements/2)+allow("", "a"), "|")...)
	got, err := render(t, `{"source_policy_documents":[`+half+`,`+half+`]}`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"<more statements than a policy can have>"}, statementNames(t, got)); diff != "" {
		t.Error(diff)
	}
}

func TestPolicyRefused(t *testing.T) {
	twice := policyText(allow("secret", "a"))
	tests := []struct{ name, document, want string }{
		{"one sid twice among the sources", `"source_policy_documents":[` + twice + `,` + twice + `]`, "source_policy_documents[1]: statement 0 has the sid of an earlier"},
		{"one sid twice in one source", `"source_policy_documents":[` + policyText(allow("secret", "a"), allow("secret", "b")) + `]`, "source_policy_documents[0]: statement 1"},
		{"one sid in source_json and a source", `"source_json":` + twice + `,"source_policy_documents":[` + twice + `]`, "source_policy_documents[0]: statement 0"},
		{"one sid twice in the block", `"statement":[{"sid":"secret"},{"sid":"secret"}]`, "statement[1] has the sid"},
		{"&{ in the old version", `"version":"2008-10-17","statement":[{"resources":["secret&{a}"]}]`, "statement[0].resources[0] holds &{"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := render(t, "{"+tt.document+"}")
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v, want %q in it and no value", err, tt.want)
			}
		})
	}
}

func TestPolicyOddValues(t *testing.T) {
	const want = "{\n  \"Version\": \"<statement>\",\n  \"Statement\": [\n    \"<statement>\"\n  ]\n}"
	tests := []struct {
		name string
		v    cty.Value
	}{
		{"no value", cty.NilVal},
		{"an unknown value", cty.DynamicVal},
		{"null", cty.NullVal(cty.EmptyObject)},
		{"a string", cty.StringVal("x")},
		{"an unknown object", cty.UnknownVal(cty.EmptyObject)},
	}
	for _, tt := range tests {
		t.Run(tt.name+" is a document of which nothing is known", func(t *testing.T) {
			var p placeholders
			got, err := Render(tt.v, p.opaque, asIs)
			if diff := cmp.Diff(want, p.show(got)); diff != "" || err != nil {
				t.Error(diff, err)
			}
		})
	}
	t.Run("secrets are compared by what they are", func(t *testing.T) {
		var symbols symbol.Table
		secret := func(s string) string { return symbols.Secret(s, symbol.Origin{}) }
		text := `{"statement":[{"sid":"List","actions":["a"],"principals":[{"type":"*","identifiers":["*"]}]},
			{"sid":"Read","actions":["b"],"condition":[{"test":"StringEquals","variable":"v","values":["x"]},{"test":"StringEquals","variable":"w","values":["y"]}]}],
			"override_policy_documents":["{\"Statement\":[{\"Sid\":\"Read\",\"Effect\":\"Deny\"}]}"]}`
		var p placeholders
		want, err := Render(object(t, text), p.opaque, symbols.Reveal)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"List", "Read", "*", "StringEquals"} {
			marked := strings.Replace(text, `"`+word+`"`, `"`+secret(word)+`"`, 1)
			got, err := Render(object(t, marked), p.opaque, symbols.Reveal)
			if diff := cmp.Diff(want, symbols.Reveal(got)); diff != "" || err != nil || len(p.names) > 0 {
				t.Error(word, diff, err, p.names)
			}
		}
	})
	t.Run("marks are ignored", func(t *testing.T) {
		v := object(t, `{"statement":[{"actions":["a"]}]}`)
		var p placeholders
		plain, err := Render(v, p.opaque, asIs)
		if err != nil {
			t.Fatal(err)
		}
		marked, _ := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) { return v.Mark("secret"), nil })
		got, err := Render(marked, p.opaque, asIs)
		if got != plain || err != nil {
			t.Error(got, err)
		}
	})
}

// TestPolicyLikeTheProvider compares with the json attribute that the AWS
// provider rendered in a real plan.
func TestPolicyLikeTheProvider(t *testing.T) {
	documents := rendered(t)
	for address, values := range documents {
		text, err := json.Marshal(values)
		if err != nil {
			t.Fatal(err)
		}
		got, err := render(t, string(text))
		if diff := cmp.Diff(values["json"], any(got)); diff != "" || err != nil {
			t.Errorf("%s: %s%v", address, diff, err)
		}
	}
	if len(documents) < 2 {
		t.Errorf("%d documents in the plan", len(documents))
	}
}

// rendered are the documents in a real plan by their addresses.
func rendered(t testing.TB) map[string]map[string]any {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "planfile", "testdata", "read-override.json"))
	if err != nil {
		t.Fatal(err)
	}
	var p struct {
		Prior struct {
			Values struct {
				Root struct {
					Resources []struct {
						Address, Type string
						Values        map[string]any
					}
				} `json:"root_module"`
			}
		} `json:"prior_state"`
	}
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]any{}
	for _, r := range p.Prior.Values.Root.Resources {
		if r.Type == "aws_iam_policy_document" {
			out[r.Address] = r.Values
		}
	}
	return out
}

// TestPolicyRenderedAgain: merging what was rendered changes nothing, so that
// documents can be passed on from one data source to the next.
func TestPolicyRenderedAgain(t *testing.T) {
	text := rapid.SampledFrom([]string{"", "A", "s3:*", "*", "${aws:x}", makeOpaque, anything, "a" + otherID})
	list := rapid.SliceOfN(text, 0, 3)
	rapid.Check(t, func(rt *rapid.T) {
		var statements []any
		for i := range rapid.IntRange(0, 3).Draw(rt, "statements") {
			statements = append(statements, map[string]any{
				"sid":        fmt.Sprint(rapid.SampledFrom([]string{"", "S" + fmt.Sprint(i)}).Draw(rt, "sid")),
				"actions":    list.Draw(rt, "actions"),
				"resources":  list.Draw(rt, "resources"),
				"principals": []any{map[string]any{"type": rapid.SampledFrom([]string{"*", "AWS", "Service"}).Draw(rt, "type"), "identifiers": list.Draw(rt, "identifiers")}},
				"condition":  []any{map[string]any{"test": "T", "variable": text.Draw(rt, "variable"), "values": list.Draw(rt, "values")}},
			})
		}
		data, _ := json.Marshal(map[string]any{"statement": statements})
		opaque := func(string) string { return anything }
		once, err := Render(object(t, string(data)), opaque, asIs)
		if err != nil {
			rt.Fatal(err)
		}
		again, _ := json.Marshal(map[string]any{"source_policy_documents": []string{once}})
		twice, err := Render(object(t, string(again)), opaque, asIs)
		if diff := diffJSON(t, once, twice); diff != "" || err != nil {
			rt.Fatal(diff, err)
		}
	})
}

func FuzzPolicySource(f *testing.F) {
	for _, values := range rendered(f) {
		if text, ok := values["json"].(string); ok {
			f.Add(text, text)
		}
	}
	f.Add(`{"Statement":["`+anything+`",{"Sid":"`+anything+`","Principal":{"AWS":["1"]},"Condition":{"T":{"v":[1]}}}]}`, anything)
	f.Fuzz(func(t *testing.T, source, override string) {
		v := cty.ObjectVal(map[string]cty.Value{
			"source_policy_documents":   cty.TupleVal([]cty.Value{cty.StringVal(source)}),
			"override_policy_documents": cty.TupleVal([]cty.Value{cty.StringVal(override)}),
		})
		got, err := Render(v, func(string) string { return anything }, asIs)
		if err == nil && !json.Valid([]byte(got)) {
			t.Errorf("%q is not JSON", got)
		}
	})
}
