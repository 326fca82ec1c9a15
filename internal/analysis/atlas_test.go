package analysis

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/atlas"
	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/simulate"
)

// atlasPlans are the plans whose atlas is tried: those of the fixtures, or others by
// PLAN403_ATLAS_PLANS, a pattern.
func atlasPlans(t *testing.T) []string {
	pattern := os.Getenv("PLAN403_ATLAS_PLANS")
	if pattern == "" {
		pattern = filepath.Join("..", "..", "fixtures", "*", "plan.json")
	}
	plans, err := filepath.Glob(pattern)
	if err != nil || len(plans) == 0 {
		t.Fatal("no plans", err)
	}
	return plans
}

// TestAtlasAnswersAsRequest asks the atlas of every fixture for paths of all kinds, by all
// methods, and compares its answers with those of plan403 request.
func TestAtlasAnswersAsRequest(t *testing.T) {
	for i, plan := range atlasPlans(t) {
		if testing.Short() && i%4 != 0 {
			continue
		}
		t.Run(filepath.Base(filepath.Dir(plan)), func(t *testing.T) {
			t.Parallel()
			a, err := read(context.Background(), Input{Path: plan})
			if err != nil {
				t.Fatal(err)
			}
			requests := 15
			if os.Getenv("PLAN403_ATLAS_PLANS") != "" {
				requests = 300
			}
			rng := rand.New(rand.NewPCG(18, uint64(i)))
			for _, before := range []bool{false, true} {
				world := a.after
				if before {
					world = a.before
				}
				data := &atlas.Data{}
				surveyor := simulate.NewSurveyor(world, a.before)
				var surveys []*simulate.Survey
				for _, d := range world.Distributions {
					surveys = append(surveys, surveyor.Survey(d))
				}
				for _, e := range a.explore(world, surveys) {
					sheet := e.sheet(data)
					if e.Blind != "" {
						t.Logf("%s: %s", e.Distribution.Address, e.Blind)
						continue
					}
					for range requests {
						compareAnswers(t, a, world, e.Survey, sheet, data, drawRequest(rng, e.Survey))
					}
				}
			}
		})
	}
}

func compareAnswers(
	t *testing.T, a *analysis, w *simulate.World, s *simulate.Survey, sheet atlas.Sheet, data *atlas.Data,
	r simulate.Request,
) {
	t.Helper()
	got, ok := lookUp(t, s, sheet, data, r)
	if !ok {
		t.Errorf("%v of %s: no answer", r, s.Distribution.Address)
		return
	}
	want := answerOf(a.send(w, s.Distribution, r))
	slices.Sort(want.Rules)
	slices.Sort(got.Rules)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%v of %s (-request +atlas):\n%s", r, s.Distribution.Address, diff)
	}
}

// answerOf is the answer of plan403 request as the atlas tells it.
func answerOf(answer report.Answer) atlas.Answer {
	o := answer.Outcome
	out := atlas.Answer{
		Verdict: o.After.String(), Status: answer.Status, Behavior: o.Behavior, Origin: o.Origin, Bucket: o.Bucket,
		Caller: o.Caller, Key: answer.Key,
	}
	for _, f := range answer.Plan.Findings {
		if !slices.Contains(out.Rules, f.Rule) {
			out.Rules = append(out.Rules, f.Rule)
		}
	}
	return out
}

// lookUp finds an answer as the page does.
func lookUp(
	t *testing.T, s *simulate.Survey, sheet atlas.Sheet, data *atlas.Data, r simulate.Request,
) (out atlas.Answer, ok bool) {
	n, exact := sheet.Exact[atlas.Exactly(r.Method, r.Scheme, r.Host, r.Path, r.Signed)]
	if !exact {
		sets, known := sheet.Rows[s.Chart.Class(r.Path)]
		if !known {
			return out, false
		}
		variant, known := sheet.Hosts[r.Host]
		if !known {
			variant = sheet.AnyHost
		}
		var set []int
		if err := json.Unmarshal(data.Sets[sets[variant]], &set); err != nil {
			t.Fatal(err)
		}
		at := slices.Index(atlas.Methods, r.Method) * 4
		if r.Scheme == "http" {
			at += 2
		}
		if r.Signed {
			at++
		}
		n = set[min(at, len(set)-1)]
	}
	if err := json.Unmarshal(data.Answers[n], &out); err != nil {
		t.Fatal(err)
	}
	if out.View != nil {
		v := s.Chart.Views[*out.View]
		out.Key = sheet.Views[*out.View].Root + v.Asks(r.Path)
	}
	out.View, out.Steps, out.Path = nil, nil, ""
	return out, true
}

// drawRequest makes a request of pieces of what the survey knows, and of others.
func drawRequest(rng *rand.Rand, s *simulate.Survey) simulate.Request {
	var pieces []string
	for _, r := range s.Rows {
		pieces = append(pieces, strings.Split(strings.Trim(r.Path, "/"), "/")...)
	}
	for _, b := range s.Distribution.Behaviors {
		p := strings.NewReplacer("*", "x", "?", "y").Replace(strings.Trim(b.Pattern, "/"))
		pieces = append(pieces, strings.Split(p, "/")...)
	}
	pieces = append(pieces, "a", "index.html", "img", "%61", "b.png", "zz", "%20", "%C3%A9", "..", ".", "A", "a+b")
	path := "/"
	for range rng.IntN(4) {
		if piece := pieces[rng.IntN(len(pieces))]; !strings.ContainsFunc(piece, func(r rune) bool { return r > 0x7f }) {
			path += piece + []string{"/", "/", "/", ""}[rng.IntN(4)]
		}
	}
	if rng.IntN(3) > 0 {
		path = strings.TrimSuffix(path, "/") + "/x"
	}
	if path == "" {
		path = "/"
	}
	r := simulate.Request{
		Method: "GET", Scheme: "https", Path: path, Signed: rng.IntN(4) == 0,
		Host: s.Hosts[rng.IntN(len(s.Hosts))],
	}
	if rng.IntN(2) == 0 {
		r.Method = atlas.Methods[rng.IntN(len(atlas.Methods))]
	}
	if rng.IntN(4) == 0 {
		r.Scheme = "http"
	}
	if rng.IntN(3) == 0 {
		r.Path = s.Rows[rng.IntN(len(s.Rows))].Path
	}
	return r
}
