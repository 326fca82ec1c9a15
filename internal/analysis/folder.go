package analysis

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The names under which plans are usually kept, as JSON and as terraform plan -out
// writes them.
var (
	usualJSON  = []string{"plan.json", "tfplan.json", "*.tfplan.json"}
	usualSaved = []string{"tfplan", "plan.out", "plan.bin", "*.tfplan"}
)

// resolve names the plan of an input that is a folder. A saved plan is taken only
// where the user asks for it to be shown: that it lies there asks for nothing.
func (in Input) resolve() (Input, []string, error) {
	switch {
	case in.Alone && in.Dir == "":
		return in, nil, fmt.Errorf("--no-plan judges the folder of a root module, and %s is none", in.Path)
	case in.Alone, in.Dir == "":
		return in, nil, nil
	}
	plans, saved := inFolder(in.Dir, usualJSON), inFolder(in.Dir, usualSaved)
	if len(plans) == 0 && in.Show {
		plans, saved = saved, nil
	}
	switch {
	case len(plans) > 1:
		return in, nil, fmt.Errorf("%s holds %d plans: %s; name the one to "+
			"check", in.Dir, len(plans), strings.Join(plans, ", "))
	case len(plans) == 1:
		in.Path = plans[0]
		return in, newer(in.Path, saved), nil
	case len(saved) > 0:
		return in, nil, fmt.Errorf("%s is a saved plan, and its JSON is not beside it: name it, or give "+
			"--terraform BIN, "+
			"to have it shown, which runs the plugins in .terraform; --no-plan judges the .tf files alone", saved[0])
	case in.Evidence && len(inFolder(in.Dir, []string{"terraform.tfstate"})) > 0:
		in.Path = filepath.Join(in.Dir, "terraform.tfstate")
		return in, nil, nil
	case holdsSource(in.Dir):
		in.Alone = true
		return in, nil, nil
	}
	return in, nil, fmt.Errorf("%s holds neither .tf files nor a plan (%s); make one there with: "+
		"terraform plan -out=tfplan && terraform show -json tfplan > plan.json", in.Dir, strings.Join(usualJSON, ", "))
}

// inFolder lists the files of a folder that have one of the names, sorted.
func inFolder(dir string, names []string) []string {
	entries, _ := os.ReadDir(dir) // what cannot be read holds no plan
	var out []string
	for _, e := range entries {
		if e.Type().IsRegular() && slices.ContainsFunc(names, func(name string) bool {
			fits, _ := filepath.Match(name, e.Name())
			return fits
		}) {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out
}

// newer notes the saved plans that were made after the JSON which is read.
func newer(plan string, saved []string) []string {
	info, err := os.Stat(plan)
	if err != nil {
		return nil
	}
	var notes []string
	for _, name := range saved {
		if other, err := os.Stat(name); err == nil && other.ModTime().After(info.ModTime()) {
			notes = append(notes, fmt.Sprintf("%s is newer than %s, which is what was read; make the JSON again "+
				"with terraform show -json",
				name, plan))
		}
	}
	return notes
}

// HoldsPlan reports whether a folder holds a plan under a usual name.
func HoldsPlan(dir string) bool { return len(inFolder(dir, slices.Concat(usualJSON, usualSaved))) > 0 }

// HoldsRoot reports whether a folder holds something to judge: a plan, or source.
func HoldsRoot(dir string) bool { return HoldsPlan(dir) || holdsSource(dir) }
