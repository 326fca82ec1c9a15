package planfile

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path"
	"strings"

	"github.com/plan403/plan403/internal/source"
)

// A saved plan is a zip: tfplan (a protobuf), the state before, and under
// tfconfig the source of the configuration. Its changes are readable only with
// the providers' schemas, which is why terraform has to show it; the source is
// taken as it is.

// The bounds of a zip, which may unpack to far more than its size.
const (
	maxZipEntries    = 10_000
	maxEntryBytes    = 64 << 20
	maxSnapshotBytes = 256 << 20
)

// readSaved reads a saved plan. Where the content is not that of a file with a
// name, it goes to a temporary file first.
func readSaved(ctx context.Context, c inputContent, f *os.File, opt Options) (*Plan, error) {
	if f == nil || c.unzipped || !isRegular(f) {
		temporary, err := toTemporary(ctx, c.reader)
		if err != nil {
			return nil, err
		}
		remove := func() { os.Remove(temporary.Name()) }
		defer remove()
		defer temporary.Close()
		// An interrupt may leave this function behind while a child of terraform
		// holds its output.
		defer context.AfterFunc(ctx, remove)()
		f = temporary
	}
	snapshot, err := readSnapshot(f)
	if err != nil {
		return nil, err
	}
	if !opt.Show {
		return nil, errNotShown
	}
	p, err := showSaved(ctx, f.Name(), opt)
	if err != nil {
		return nil, err
	}
	p.Snapshot = snapshot
	return p, nil
}

const planAgain = "make the plan again with terraform plan -out"

// errNotShown: nobody asked for a program to run.
var errNotShown = errors.New("is a saved plan, and only a saved plan that is named on the command line, " +
	"by a name that does not end in .json, is shown without being asked for, because terraform show runs the " +
	"plugins in .terraform: " +
	"name the program with --terraform BIN, or run terraform show -json on the plan and read what that prints")

func isRegular(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode().IsRegular()
}

func toTemporary(ctx context.Context, r io.Reader) (*os.File, error) {
	f, err := os.CreateTemp("", "plan403-*.tfplan")
	if err != nil {
		return nil, fmt.Errorf("is a saved plan that has to go to a temporary file: %w", err)
	}
	in := newMeter(ctx, &limitedReader{r, maxGunzipped})
	in.allow(math.MaxInt64)
	if _, err := io.Copy(f, in); err != nil {
		f.Close()
		os.Remove(f.Name())
		return nil, err
	}
	return f, nil
}

// readSnapshot reads the source inside a saved plan.
func readSnapshot(f *os.File) (*Snapshot, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, withoutPath(err)
	}
	return readArchive(f, info.Size())
}

func readArchive(r io.ReaderAt, size int64) (*Snapshot, error) {
	entries, err := zipEntries(r, size)
	if err != nil {
		return nil, err
	}
	if entries["tfplan"] == nil {
		return nil, errors.New("is a zip without tfplan in it, so no saved plan: " + makeOne)
	}
	s := &Snapshot{Files: map[string][]byte{}, Modules: map[string]string{}}
	budget := int64(maxSnapshotBytes)
	if err := s.readModules(entries["tfconfig/modules.json"], &budget); err != nil {
		return nil, err
	}
	for name, entry := range entries {
		if err := s.readFile(name, entry, &budget); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func zipEntries(r io.ReaderAt, size int64) (map[string]*zip.File, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("is a damaged zip (%w): %s", err, planAgain)
	}
	if len(z.File) > maxZipEntries {
		return nil, fmt.Errorf("is a zip of more than %d entries: no saved plan is", maxZipEntries)
	}
	entries := make(map[string]*zip.File, len(z.File))
	for _, entry := range z.File {
		if entries[entry.Name] != nil {
			return nil, fmt.Errorf("is a zip with two entries %s: %s", quoted(entry.Name), planAgain)
		}
		entries[entry.Name] = entry
	}
	return entries, nil
}

// readModules reads the list of modules and their directories.
func (s *Snapshot) readModules(entry *zip.File, budget *int64) error {
	if entry == nil {
		return nil
	}
	data, err := unzip(entry, budget)
	if err != nil {
		return err
	}
	var modules []struct{ Key, Dir string }
	if json.Unmarshal(data, &modules) != nil {
		return errors.New("is a saved plan whose tfconfig/modules.json is not a list of modules: " + planAgain)
	}
	for _, m := range modules {
		s.Modules[m.Key] = path.Clean(strings.ReplaceAll(m.Dir, `\`, "/"))
	}
	return nil
}

// readFile keeps an entry if it is a source file of a known module, named
// tfconfig/m-<key of the module>/<file>.
func (s *Snapshot) readFile(name string, entry *zip.File, budget *int64) error {
	inside, ok := strings.CutPrefix(name, "tfconfig/m-")
	key, file, ok2 := strings.Cut(inside, "/")
	dir, ok3 := s.Modules[key]
	if !ok || !ok2 || !ok3 || strings.ContainsAny(file, `/\`) {
		return nil
	}
	if !source.Configuration(file) {
		return nil
	}
	data, err := unzip(entry, budget)
	s.Files[path.Join(dir, file)] = data
	return err
}

// unzip reads one entry and takes its size off the budget.
func unzip(entry *zip.File, budget *int64) ([]byte, error) {
	r, err := entry.Open()
	if err != nil {
		return nil, damaged(entry, err)
	}
	defer r.Close()
	limit := min(maxEntryBytes, *budget)
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, damaged(entry, err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("is a zip whose %s unpacks to more than %d MiB", quoted(entry.Name), limit>>20)
	}
	*budget -= int64(len(data))
	return data, nil
}

func damaged(entry *zip.File, err error) error {
	return fmt.Errorf("is a zip whose %s is damaged (%w): %s", quoted(entry.Name), err, planAgain)
}
