package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
)

// reader makes a Config of a file and notes what is wrong in it.
type reader struct {
	read  func(name string) ([]byte, error)
	diags hcl.Diagnostics
}

func (r *reader) wrong(at hcl.Range, format string, args ...any) {
	r.diags = append(r.diags, wrong(at, fmt.Sprintf(format, args...)))
}

// oneOf checks a text that may be left out.
func (r *reader) oneOf(text string, at hcl.Range, list ...string) {
	if at != (hcl.Range{}) && !slices.Contains(list, text) {
		r.wrong(at, "%q: it must be %s or %s", text, strings.Join(list[:len(list)-1], ", "), list[len(list)-1])
	}
}

func (r *reader) rule(name string, at hcl.Range) {
	if _, ok := checks.Find(name); !ok {
		r.wrong(at, "no rule is named %q; plan403 rules lists them", name)
	}
}

func (r *reader) config(f file) Config {
	r.oneOf(f.FailOn, f.FailOnRange, "error", "warning", "notice", "undecided", "never")
	c := Config{
		FailOn:      f.FailOn,
		FailOnRange: f.FailOnRange,
		Rules:       map[string]Rule{},
		With:        f.With,
		WithRange:   f.WithRange,
	}
	for _, b := range f.Rules {
		if _, twice := c.Rules[b.Name]; twice {
			r.wrong(b.Range, "a second block for the rule %q; put its settings into one", b.Name)
		}
		c.Rules[b.Name] = r.change(b)
	}
	for _, b := range f.Ignores {
		c.Ignores = append(c.Ignores, r.ignore(b))
	}
	if f.Assume != nil {
		c.Assume = r.assume(*f.Assume)
	}
	c.Expectations = r.expectations(f.Expect)
	return c
}

func (r *reader) change(b ruleBlock) Rule {
	r.rule(b.Name, b.Range)
	r.oneOf(b.Severity, b.SeverityRange, "error", "warning", "notice")
	if b.Enabled == nil && b.SeverityRange == (hcl.Range{}) {
		r.wrong(b.Range, "changes nothing; set enabled or severity")
	}
	out := Rule{Off: b.Enabled != nil && !*b.Enabled, Range: b.Range}
	for _, s := range []checks.Severity{checks.Notice, checks.Warning, checks.Error} {
		if b.Severity == s.String() {
			out.Severity = &s
		}
	}
	return out
}

func (r *reader) ignore(b ignoreBlock) Ignore {
	out := Ignore{Address: b.Address, Rule: b.Rule, Reason: strings.Join(strings.Fields(b.Reason), " "), Range: b.Range}
	if b.RuleRange != (hcl.Range{}) {
		r.rule(b.Rule, b.RuleRange)
	}
	if b.Address == "" && b.Rule == "" {
		r.wrong(b.Range, "this would ignore everything; set address or rule")
	}
	if !visible(out.Reason) {
		r.wrong(b.ReasonRange, "the reason is empty; say why this may be ignored")
	}
	if b.UntilRange != (hcl.Range{}) {
		day, err := time.Parse(time.DateOnly, b.Until)
		if err != nil {
			r.wrong(b.UntilRange, "%q is not a day; write it as 2027-05-01", b.Until)
		}
		out.Until = day
	}
	return out
}

var (
	accountID  = regexp.MustCompile(`^[0-9]{12}$`)
	regionName = regexp.MustCompile(`^[a-z]{2,8}(-[a-z]+)+-[0-9]{1,2}$`)
)

// IsAccount reports whether a text is the id of an AWS account.
func IsAccount(s string) bool { return accountID.MatchString(s) }

// IsRegion reports whether a text has the form of a region's name.
func IsRegion(s string) bool { return regionName.MatchString(s) }

func (r *reader) assume(b assumeBlock) Assume {
	out := Assume{Account: b.Account, Region: b.Region, AccountRange: b.AccountRange, RegionRange: b.RegionRange}
	if b.AccountRange != (hcl.Range{}) && !IsAccount(b.Account) {
		r.wrong(b.AccountRange, "%q is not an account id, which has twelve digits", b.Account)
	}
	if b.RegionRange != (hcl.Range{}) && !IsRegion(b.Region) {
		r.wrong(b.RegionRange, "%q is not a region; write a name such as eu-west-1", b.Region)
	}
	seen := map[string]bool{}
	for _, bucket := range b.Buckets {
		if seen[bucket.Name] {
			r.wrong(bucket.Range, "a second block for the bucket %q; put its facts into one", bucket.Name)
		}
		seen[bucket.Name] = true
		out.Buckets = append(out.Buckets, r.bucket(bucket))
	}
	out.Others = r.others(b)
	return out
}
