package cli

import (
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// arrange makes a command line fit for the cli library, which stops reading
// flags at the first argument and knows no default command: flags go before
// arguments, and lint is put in where no command is named.
func arrange(args []string, commands []*cli.Command) []string {
	switch {
	case len(args) < 2:
		return append(slices.Clone(args), "lint")
	case isGlobal(args[1]), args[1] == "version" && !isFile("version"):
		return []string{args[0], global(args[1])} // whatever follows asks for no more
	}
	if args[1] == "help" && !isFile("help") {
		return help(args, commands)
	}
	command := find(commands, "lint")
	rest := args[1:]
	if at := firstArgument(rest, command); at >= 0 {
		if c := find(commands, rest[at]); c != nil && !isFile(rest[at]) {
			command = c
			rest = slices.Delete(slices.Clone(rest), at, at+1)
		}
	}
	flags, values := split(rest, command)
	out := append([]string{args[0], command.Name}, flags...)
	if len(flags) > 0 && takesValue(flags[len(flags)-1], command) && lacksValue(rest, flags[len(flags)-1]) {
		return out // its value is missing: the library says so
	}
	if len(values) > 0 {
		out = append(append(out, "--"), values...)
	}
	return out
}

// help makes the flag of the word: many programs know both.
func help(args []string, commands []*cli.Command) []string {
	if len(args) > 2 && find(commands, args[2]) != nil {
		return []string{args[0], args[2], "--help"}
	}
	return []string{args[0], "--help"}
}

// global is the flag of a word that concerns the program as a whole.
func global(word string) string {
	if word == "version" {
		return "--version"
	}
	return word
}

func isGlobal(arg string) bool {
	return slices.Contains([]string{"--help", "-h", "--version", "-v"}, arg)
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

func find(commands []*cli.Command, name string) *cli.Command {
	for _, c := range commands {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// firstArgument returns the index of the first argument that is neither a flag
// nor a flag's value, -1 if there is none.
func firstArgument(args []string, c *cli.Command) int {
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "--":
			return -1
		case !isFlag(args[i]):
			return i
		case takesValue(args[i], c):
			i++
		}
	}
	return -1
}

// split sorts arguments into flags with their values and the rest. What stands
// after -- is no flag.
func split(args []string, c *cli.Command) (flags, values []string) {
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "--" && slices.ContainsFunc(flags, makesPlan):
			return flags, append(values, args[i:]...) // terraform's arguments, which are no plans
		case args[i] == "--":
			return flags, append(values, args[i+1:]...)
		case !isFlag(args[i]):
			values = append(values, args[i])
		case takesValue(args[i], c) && i+1 < len(args):
			flags = append(flags, args[i], args[i+1])
			i++
		default:
			flags = append(flags, args[i])
		}
	}
	return flags, values
}

// makesPlan reports whether the flag is --plan.
func makesPlan(flag string) bool { return flag == "--plan" || flag == "-plan" }

// lacksValue reports whether the command line ends in the flag.
func lacksValue(args []string, flag string) bool { return args[len(args)-1] == flag }

// isFlag: a lone - is standard input.
func isFlag(arg string) bool { return len(arg) > 1 && arg[0] == '-' }

func takesValue(arg string, c *cli.Command) bool {
	name := strings.TrimLeft(arg, "-")
	if strings.Contains(name, "=") {
		return false
	}
	for _, f := range c.Flags {
		if slices.Contains(f.Names(), name) {
			_, boolean := f.(*cli.BoolFlag)
			return !boolean
		}
	}
	return false
}
