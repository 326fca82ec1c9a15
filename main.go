// Command plan403 reads a Terraform or OpenTofu plan and reports every request
// through CloudFront to S3 that will get HTTP 403 once the plan is
// applied.
package main

import (
	"os"

	"github.com/plan403/plan403/internal/cli"
)

// version and commit are set when a release is built.
var version, commit string

func main() { os.Exit(cli.Main(version, commit)) }
