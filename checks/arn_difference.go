package checks

import (
	"strings"

	"github.com/plan403/plan403/internal/symbol"
)

// The parts of an ARN (AWS General Reference, Amazon Resource Names).
const (
	arnPartition = iota + 1
	arnService
	arnRegion
	arnAccount
	arnResource
	arnParts
)

// difference says what is wrong with an ARN that stands where a distribution's has
// to be: the first part that is not the same. It is "" for what is no single ARN.
func difference(found, arn string) string {
	if strings.Contains(found, "${") {
		return "this holds a policy variable, which counts as one only in Version \"2012-10-17\""
	}
	got, want := strings.SplitN(found, ":", arnParts), strings.SplitN(arn, ":", arnParts)
	if len(got) != arnParts || len(want) != arnParts || len(alternatives(found)) > 1 {
		return ""
	}
	switch {
	case got[arnService] != want[arnService]:
		return "this is the ARN of something in " + got[arnService] + ", not of a distribution"
	case got[arnRegion] != "" && want[arnRegion] == "":
		return "this ARN has the region " + got[arnRegion] + "; a distribution's has none"
	case got[arnPartition] != want[arnPartition]:
		return "this ARN is in the partition " + got[arnPartition]
	case got[arnAccount] != want[arnAccount] && !symbol.Unknown(want[arnAccount]):
		return "this ARN has the account " + got[arnAccount] + ", not " + want[arnAccount]
	case strings.ContainsAny(got[arnResource], "*?"):
		return "this has a wildcard, which only ArnLike and StringLike understand"
	case got[arnResource] != want[arnResource]:
		return "this is another distribution: " + got[arnResource]
	}
	return ""
}
