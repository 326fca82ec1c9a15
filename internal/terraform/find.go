// Package terraform finds the program that makes and shows plans. It is the only
// thing that plan403 ever starts.
package terraform

import (
	"os/exec"
	"path/filepath"
	"strings"
)

// NotFoundError says which names were looked up in vain.
type NotFoundError struct{ Names []string }

// Error says what is missing.
func (e *NotFoundError) Error() string { return strings.Join(e.Names, " or ") + " is not on PATH" }

// Find returns the absolute path of a program, so that it can run in another
// folder: the one that is named, by a path or as on PATH, and terraform, else
// tofu, where the name is empty.
func Find(name string) (string, error) {
	names := []string{"terraform", "tofu"}
	if name != "" {
		names = []string{name}
	}
	for _, name := range names {
		if found, err := exec.LookPath(name); err == nil {
			return filepath.Abs(found)
		}
	}
	return "", &NotFoundError{names}
}
