package analysis

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/config"
	"github.com/plan403/plan403/internal/fix"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/plan"
)

// Mended is what edits of the source can do about the findings of one plan, or why it
// cannot be read.
type Mended struct {
	Plan report.EditedPlan
	Err  error

	dir  string            // of the source
	tree *source.Tree      // as it is
	full map[string]string // files by the names that are shown
}

// MendAll looks for edits that end the findings of plans, one plan after the other:
// several may have one source.
func (o Options) MendAll(ctx context.Context, inputs []Input) (out []Mended) {
	taken := map[string]string{}
	for _, in := range inputs {
		in.ForEdits, in.keep = true, true
		err := guard(in.name(), func() error {
			return eachPlan(ctx, in, func(a *analysis) {
				if ctx.Err() == nil {
					out = append(out, o.mend(a, in, taken))
				}
			})
		})
		if err != nil {
			out = append(out, Mended{Err: err})
		}
	}
	return out
}

// mend looks for edits that end the findings of one plan. taken names, for each file,
// the plan that it is edited for already: of two plans with one source the second is
// mended once the edits for the first are made.
func (o Options) mend(a *analysis, in Input, taken map[string]string) Mended {
	out := Mended{full: map[string]string{}, dir: a.source.dir, tree: a.source.tree}
	out.Plan = report.EditedPlan{Path: a.name, Kind: a.kind(), Source: a.source.kind, Notes: a.notes}
	f := o.find(a)
	p, _, _ := o.judge(a, f)
	wanted := slices.DeleteFunc(p.Findings, func(f checks.Finding) bool { return f.Change == checks.Fixed })
	wanted = o.unknown(p, wanted)
	if why := a.unedited(); why != "" {
		for _, f := range wanted {
			out.Plan.Left = append(out.Plan.Left, fix.Left{Finding: f, Why: why})
		}
		return out
	}
	if len(wanted) == 0 {
		return out
	}
	m := &mending{o: o, a: a, baseline: o.Baseline.entries()}
	mine := func(name string) (string, bool) {
		if by := taken[a.fullPath(name)]; by != "" {
			return "its file is edited for " + by + ": write that, make the plans again, and run it again", false
		}
		return a.mine(name)
	}
	w, r, err := m.find(in, fix.Options{Wants: m.wants, Mine: mine})
	if err != nil {
		out.Err = err
		return out
	}
	m.tell(&out, w, r)
	for _, full := range out.full {
		taken[full] = a.name
	}
	for _, f := range wanted {
		if !w.Has(f) {
			out.Plan.Done = append(out.Plan.Done, f)
		}
	}
	if n := len(out.Plan.Done); n > 0 {
		out.Plan.Notes = append(out.Plan.Notes, fmt.Sprintf("the source ends %d of the plan's findings already; make "+
			"the plan again", n))
	}
	return out
}

// unedited says why nothing can be edited, "" if it can.
func (a *analysis) unedited() string {
	switch {
	case a.plan.State:
		return "a state has no source; name a plan or the folder of the .tf files"
	case a.source.tree == nil:
		return "the .tf files of the plan were not found; name their folder with --source"
	case a.source.dir == "":
		return "the source is the one inside the saved plan; name its folder with --source"
	}
	return ""
}

// mending is a search for edits in one plan.
type mending struct {
	o Options
	a *analysis

	baseline entries
	ignores  []config.Ignore // those of a tree
	of       *source.Tree
}

func (m *mending) find(in Input, options fix.Options) (*fix.World, fix.Result, error) {
	settings := m.a.options(in)
	settings.Source = m.a.source.tree
	if in.With != nil {
		in.With.mu.Lock()
		defer in.With.mu.Unlock()
		settings.Evidence = in.With.beside(m.a.plan)
	}
	ground, w, err := fix.NewGround(m.a.plan, settings, in.Given, m.o.Config.Expectations...)
	if err != nil {
		return nil, fix.Result{}, err
	}
	return w, ground.Find(w, options), nil
}

// wants reports whether a finding is one that lint would report.
func (m *mending) wants(w *fix.World, f checks.Finding) bool {
	f = m.a.places.shownFinding(f)
	on := m.o.rule([]checks.Finding{f}).on
	if len(on) == 0 || !m.o.wants(&on[0]) || on[0].Range == nil && m.a.places.tree == nil {
		return false
	}
	if m.of != w.Tree {
		m.of, m.ignores = w.Tree, append(slices.Clone(m.o.Config.Ignores), m.a.commentsIn(w.Tree)...)
	}
	kept, _, _ := config.Sift(on, m.ignores, time.Now())
	return len(kept) > 0 && !m.o.known(m.baseline, w.Distribution(f), m.a.name, f)
}

// commentsIn are the comments of a tree that ignore findings.
func (a *analysis) commentsIn(t *source.Tree) (out []config.Ignore) {
	for _, name := range t.Files() {
		if source.Native(name) {
			list, _ := config.Comments(a.places.show(name), t.Source(name)) // problems are told by lint
			out = append(out, list...)
		}
	}
	return out
}

// known reports whether the baseline holds a finding.
func (o Options) known(baseline entries, distribution, path string, f checks.Finding) bool {
	found := Known{
		Rule: f.Rule, Address: f.Address, Attribute: f.Attribute, Severity: f.Severity.String(),
		Distribution: distribution,
	}
	return len(baseline.holding(o.Baseline, path, found)) > 0
}

// unknown are the findings that the baseline does not hold.
func (o Options) unknown(p report.Plan, list []checks.Finding) []checks.Finding {
	baseline := o.Baseline.entries()
	return slices.DeleteFunc(slices.Clone(list), func(f checks.Finding) bool {
		return o.known(baseline, knownAs(p, f).Distribution, p.Path, f)
	})
}

// tell puts what a search came to into words of a report.
func (m *mending) tell(out *Mended, w *fix.World, r fix.Result) {
	show := m.a.places
	for _, x := range r.Proposals {
		x.Edits, x.Ends = show.shownEdits(x.Edits), show.shownFindings(x.Ends)
		out.Plan.Proposals = append(out.Plan.Proposals, x)
	}
	for _, l := range r.Left {
		l.Finding = show.shownFinding(l.Finding)
		out.Plan.Left = append(out.Plan.Left, l)
	}
	out.Plan.Untried = r.Untried
	for _, name := range r.Files() {
		text, own := w.Tree.Source(name), []hcledit.Edit{}
		for _, e := range r.Edits {
			if e.Range.Filename == name {
				own = append(own, e)
			}
		}
		out.full[show.show(name)] = m.a.fullPath(name)
		out.Plan.Files = append(out.Plan.Files, report.EditedFile{
			Name: show.show(name), Text: text, Shown: show.symbols.Mask(text), Edits: show.shownEdits(own),
		})
	}
	slices.SortFunc(out.Plan.Files, func(a, b report.EditedFile) int { return cmp.Compare(a.Name, b.Name) })
}

// shownFinding is a finding with the names of files as seen from the working
// directory.
func (p places) shownFinding(f checks.Finding) checks.Finding {
	if f.Range != nil {
		f.Range = new(p.shown(*f.Range))
	}
	f.Along = slices.Clone(f.Along)
	for i := range f.Along {
		f.Along[i] = p.shown(f.Along[i])
	}
	return f
}

func (p places) shownFindings(list []checks.Finding) (out []checks.Finding) {
	for _, f := range list {
		out = append(out, p.shownFinding(f))
	}
	return out
}

func (p places) shownEdits(list []hcledit.Edit) (out []hcledit.Edit) {
	for _, e := range list {
		e.Range = p.shown(e.Range)
		out = append(out, e)
	}
	return out
}

// fullPath is the path of a file that the tree names.
func (a *analysis) fullPath(name string) string {
	return filepath.Join(a.source.dir, filepath.FromSlash(name))
}

// mine reports whether a file is the project's own, and why it is not to be edited.
func (a *analysis) mine(name string) (why string, ok bool) {
	if plan.Fetched(name) {
		return "it is in a module that terraform init fetched", false
	}
	full := a.fullPath(name)
	for at := full; ; at = filepath.Dir(at) {
		if within(at, a.source.dir) {
			return "", true // that folder is named by who runs it, be it by a link
		}
		info, err := os.Lstat(at)
		switch {
		case err != nil:
			return "its file cannot be found", false
		case info.Mode()&os.ModeSymlink != 0:
			return "it is behind a symbolic link", false
		case at == full && !info.Mode().IsRegular():
			return "it is not in a regular file", false
		}
	}
}

// within reports whether a folder is that of the root module, or holds it.
func within(at, root string) bool {
	rel, err := filepath.Rel(at, root)
	return err == nil && (rel == "." || filepath.IsLocal(rel)) && at != root+string(filepath.Separator)
}

// Write makes the edits, whole files by the function that is given. It returns the
// names of the files that are written.
func (m Mended) Write(write func(name string, content []byte) error) (done []string, err error) {
	for _, f := range m.Plan.Files {
		now, err := os.ReadFile(m.full[f.Name])
		if err == nil && !bytes.Equal(now, f.Text) {
			err = fmt.Errorf("%s has changed since it was read; run plan403 fix again", f.Name)
		}
		var edited []byte
		if err == nil {
			edited, err = hcledit.Apply(f.Text, f.Edits)
		}
		if err == nil {
			err = write(m.full[f.Name], edited)
		}
		if err != nil {
			return done, err
		}
		done = append(done, f.Name)
	}
	return done, nil
}
