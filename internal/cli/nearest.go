package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/checks"
)

// longestWord bounds what is compared: nothing that is longer is a slip.
const longestWord = 64

// nearest is the word that was probably meant, "" if none is near: one that the
// typed word begins, or that differs in few letters.
func nearest(typed string, words []string) string {
	if len(typed) > longestWord {
		return ""
	}
	best, least := "", min(3, 1+len(typed)/3)+1
	for _, word := range words {
		distance := levenshtein.Distance(strings.ToLower(typed), word, nil)
		if distance < least {
			best, least = word, distance
		}
	}
	if best != "" || len(typed) < 2 {
		return best
	}
	i := slices.IndexFunc(words, func(word string) bool { return strings.HasPrefix(word, strings.ToLower(typed)) })
	if i < 0 {
		return ""
	}
	return words[i]
}

// meant asks whether the nearest word was meant, or says otherwise.
func meant(typed string, words []string, otherwise string) string {
	if word := nearest(typed, words); word != "" {
		return "did you mean " + word + "?"
	}
	return otherwise
}

// unknownFlag is an error of the first option that the command does not have, with
// the nearest one, both with the dashes that were typed. The arguments are those
// that arrange made.
func unknownFlag(args []string, commands []*cli.Command) error {
	if len(args) < 2 {
		return nil
	}
	command := find(commands, args[1])
	if command == nil {
		return nil
	}
	names := []string{"help", "h"}
	for _, f := range command.Flags {
		names = append(names, f.Names()...)
	}
	for i := 2; i < len(args) && args[i] != "--"; i++ {
		typed, _, _ := strings.Cut(args[i], "=")
		name := strings.TrimLeft(typed, "-")
		switch {
		case !isFlag(args[i]):
		case !slices.Contains(names, name):
			dashes := strings.TrimSuffix(typed, name)
			hint := "see plan403 " + command.Name + " --help"
			if word := nearest(name, names); word != "" {
				hint = "did you mean " + dashes + word + "?"
			}
			return fmt.Errorf("%s has no option %s; %s", command.Name, typed, hint)
		case takesValue(args[i], command):
			i++
		}
	}
	return nil
}

// noRule is the error of a name that is no rule's. Rules that share a word with it
// are near, too.
func noRule(name string) error {
	if word := nearest(name, ruleNames()); word != "" {
		return fmt.Errorf("no rule is named %q; did you mean %s?", name, word)
	}
	if list := sharing(name); len(list) > 0 {
		return fmt.Errorf("no rule is named %q; did you mean %s?", name, strings.Join(list, ", "))
	}
	return fmt.Errorf("no rule is named %q; plan403 rules lists them", name)
}

// sharing lists the rules that share a word with a name.
func sharing(name string) []string {
	var list []string
	for _, r := range checks.All {
		if slices.ContainsFunc(strings.Split(name, "-"), func(word string) bool {
			return len(word) > 2 && strings.Contains(r.Name, word)
		}) {
			list = append(list, r.Name)
		}
	}
	return list
}
