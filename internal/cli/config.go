package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/config"
)

// loadConfig reads the file of --config, or else the one of this directory or
// above.
func loadConfig(c *cli.Context) (config.Config, error) {
	if account := c.String("account"); account != "" && !config.IsAccount(account) {
		return config.Config{}, fmt.Errorf("--account %q: it must be the twelve digits of an AWS account", account)
	}
	if region := c.String("region"); region != "" && !config.IsRegion(region) {
		return config.Config{}, fmt.Errorf("--region %q: it must be a name such as eu-west-1", region)
	}
	if c.Bool("no-terraform") && (c.String("terraform") != "" || c.Bool("plan")) {
		return config.Config{}, errors.New("--no-terraform starts no program, so --terraform and --plan cannot be " +
			"given as well")
	}
	path := c.String("config")
	switch {
	case path != "" && c.Bool("no-config"):
		return config.Config{}, errors.New("--no-config reads no configuration, so --config cannot be given as well")
	case c.Bool("no-config"):
		return config.Config{}, nil
	case path != "":
		return config.Load(path, path)
	}
	wd, err := os.Getwd()
	if err != nil {
		return config.Config{}, nil // nowhere to look
	}
	if path = config.Find(wd); path == "" {
		return config.Config{}, nil
	}
	if shown, err := filepath.Rel(wd, path); err == nil {
		return config.Load(path, shown)
	}
	return config.Load(path, path)
}

// failLevel is the level from which on a run fails: that of the flag, if it is
// given, else the configuration's.
func (o options) failLevel(c *cli.Context) string {
	if o.configuredFailOn {
		return o.Config.FailOn
	}
	return c.String("fail-on")
}
