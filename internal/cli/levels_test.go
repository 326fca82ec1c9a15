package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/plan403/plan403/internal/config"
)

// Everything that reads a configuration agrees on what the flag names.
func TestFailLevels(t *testing.T) {
	for _, level := range levels {
		dir := t.TempDir()
		path := filepath.Join(dir, config.Name)
		if err := os.WriteFile(path, []byte("fail_on = \""+level+"\"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(path, path)
		if err != nil || c.FailOn != level {
			t.Errorf("%s: %q, %v", level, c.FailOn, err)
		}
	}
}
