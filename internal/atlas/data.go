package atlas

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/glob"
)

// Data are the answers of one plan as they are written into a page. What occurs again
// and again is written once, and named by its number.
type Data struct {
	// Plan is the path of the plan, as the command line takes it.
	Plan string `json:"plan"`
	// Alone: it is the folder of source that was judged without a plan.
	Alone    bool              `json:"alone,omitempty"`
	Patterns []json.RawMessage `json:"patterns"`
	Lines    []string          `json:"lines"`
	Answers  []json.RawMessage `json:"answers"`
	// Sets are answers by method, scheme and signature.
	Sets []json.RawMessage `json:"sets"`
	// After and Before are the distributions in both states, in the order in which a
	// host is looked for among them.
	After  []Sheet `json:"after"`
	Before []Sheet `json:"before"`

	known map[string]int
}

// Sheet is one distribution in one state.
type Sheet struct {
	Address string `json:"address"`
	// Absent: it is not there in this state.
	Absent bool `json:"absent,omitempty"`
	// Blind is why its answers cannot be told by classes.
	Blind string `json:"blind,omitempty"`
	// Names are those that certainly lead to it; *.example.com covers all below.
	Names []string `json:"names"`
	// Hosts are the variants of its answers by host, AnyHost that of all its names.
	Hosts   map[string]int `json:"hosts,omitempty"`
	AnyHost int            `json:"any_host,omitempty"`
	Walls   []int          `json:"walls,omitempty"`
	Looks   [][]jsonLook   `json:"looks,omitempty"`
	Views   []jsonView     `json:"views,omitempty"`
	// Rows are sets by class and variant, Exact the answers to single requests.
	Rows  map[string][]int `json:"rows,omitempty"`
	Exact map[string]int   `json:"exact,omitempty"`
}

type jsonLook struct {
	Pattern int   `json:"pattern"`
	Query   bool  `json:"query,omitempty"`
	Views   []int `json:"views,omitempty"`
}

type jsonView struct {
	Patterns []int  `json:"patterns,omitempty"`
	Website  bool   `json:"website,omitempty"`
	Index    string `json:"index,omitempty"`
	// Root is the folder in which keys are looked for, as it is shown.
	Root string `json:"root,omitempty"`
}

// Answer is what a request gets.
type Answer struct {
	Verdict  string `json:"verdict"`
	Status   int    `json:"status,omitempty"`
	Behavior string `json:"behavior,omitempty"`
	Origin   string `json:"origin,omitempty"`
	Bucket   string `json:"bucket,omitempty"`
	Caller   string `json:"caller,omitempty"`
	// Key is the object key, or with View what the view makes of the path.
	Key  string `json:"key,omitempty"`
	View *int   `json:"view,omitempty"`
	// Rules explain it.
	Rules []string `json:"rules,omitempty"`
	// Steps are lines that tell how it comes about for the example Path.
	Steps []int  `json:"steps,omitempty"`
	Path  string `json:"path,omitempty"`
}

// Line is the number of a line.
func (d *Data) Line(text string) int {
	n, fresh := d.number("line", text)
	if fresh {
		d.Lines = append(d.Lines, text)
	}
	return n
}

// Answer is the number of an answer.
func (d *Data) Answer(a Answer) int { return d.written("answer", &d.Answers, a) }

// Set is the number of a set of answers.
func (d *Data) Set(answers []int) int {
	if len(slices.Compact(slices.Clone(answers))) == 1 {
		answers = answers[:1] // which stands for all
	}
	return d.written("set", &d.Sets, answers)
}

func (d *Data) written(what string, list *[]json.RawMessage, v any) int {
	text, _ := json.Marshal(v) // of strings and numbers
	n, fresh := d.number(what, string(text))
	if fresh {
		*list = append(*list, text)
	}
	return n
}

func (d *Data) number(what, text string) (n int, fresh bool) {
	if d.known == nil {
		d.known = map[string]int{}
	}
	n, known := d.known[what+text]
	if !known {
		n = d.known[what]
		d.known[what], d.known[what+text] = n+1, n
	}
	return n, !known
}

// Draw writes a chart into a sheet. roots are the folders of its views as they are
// shown.
func (d *Data) Draw(s *Sheet, c Chart, roots []string) {
	s.Walls = d.patterns(c.Walls)
	for _, look := range c.Looks {
		out := []jsonLook{}
		for _, b := range look {
			out = append(out, jsonLook{d.pattern(b.Pattern), b.Query, b.Views})
		}
		s.Looks = append(s.Looks, out)
	}
	for n, v := range c.Views {
		s.Views = append(s.Views, jsonView{d.patterns(v.Patterns), v.Website, v.Index, roots[n]})
	}
}

func (d *Data) patterns(list []glob.Matcher) []int {
	var out []int
	for _, m := range list {
		out = append(out, d.pattern(m))
	}
	return out
}

type jsonPattern struct {
	Atoms string `json:"atoms"`
	Must  []int  `json:"must"`
	May   []int  `json:"may"`
	Fold  bool   `json:"fold,omitempty"`
}

func (d *Data) pattern(m glob.Matcher) int {
	return d.written("pattern", &d.Patterns, jsonPattern{written(m.Atoms), m.Must, m.May, m.Fold})
}

// The marks that stand for atoms which are no characters, and before characters that
// would be taken for one, or are no text at all.
const (
	markOne, markRun, markText, markKnown, markNotMade = 1, 2, 3, 4, 5
	markCharacter                                      = 6
	markByte                                           = 7
)

// brokenByte is added to a byte that is no UTF-8 where package glob takes a text apart.
const brokenByte = 0xDC00

var atomMarks = map[glob.Atom]rune{
	glob.AnyOne: markOne, glob.AnyRun: markRun, glob.AnyText: markText, glob.Known: markKnown,
	glob.NotMade: markNotMade,
}

// written is a row of atoms as text.
func written(atoms []glob.Atom) string {
	var b strings.Builder
	for _, a := range atoms {
		mark, special := atomMarks[a]
		switch {
		case special:
			b.WriteRune(mark)
		case a >= brokenByte && a <= brokenByte+0xFF:
			b.WriteRune(markByte)
			b.WriteRune(rune(a-brokenByte) + 0x100)
		case a <= markByte:
			b.WriteRune(markCharacter)
			b.WriteRune(rune(a))
		default:
			b.WriteRune(rune(a))
		}
	}
	return b.String()
}
