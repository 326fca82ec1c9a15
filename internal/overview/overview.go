// Package overview shows what the distributions of plans serve and what they do
// not: the way of requests from the names that viewers use to the bucket, with the
// verdict of each class of paths before apply and after it.
package overview

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/atlas"
	"github.com/plan403/plan403/internal/simulate"
)

// Plan is one plan with its distributions. All texts in it are fit to be printed
// but for control characters.
type Plan struct {
	Path          string
	Distributions []Distribution
	// Atlas answers single requests where the format can ask, else nil.
	Atlas *atlas.Data
}

// Distribution is one that viewers ask.
type Distribution struct {
	Address string
	// Names are the aliases, and the domain name where it is known.
	Names []string
	// Enabled is "yes", "no" or "unknown".
	Enabled   string
	Behaviors []Behavior
	// Served are requests that are served today: paths, and patterns all of whose
	// paths are.
	Served []string
	// Alike are the addresses of others that differ in nothing but their names.
	Alike []string
}

// Behavior is a cache behavior with what stands behind it.
type Behavior struct {
	// Pattern is "default" or the path pattern.
	Pattern string
	Methods []string
	// Viewers says by which schemes they are served.
	Viewers string
	// Routes are the origins that it may ask, a group's members in order.
	Routes  []Route
	Classes []Class
}

// Route is an origin and the bucket behind it.
type Route struct {
	Origin string
	// Group is the id of the origin group that it is a member of, "" without one.
	Group string
	// Caller is who S3 sees, "" where the origin is no bucket.
	Caller string
	// Bucket is its address, or its name, or the domain name of another origin.
	Bucket string
	// Prefix is what keys begin with, Key the KMS key that encrypts objects by default.
	Prefix, Key string
}

// Class is one class of requests.
type Class struct {
	Request simulate.Request
	// Every: all paths of the behavior share the verdict.
	Every         bool
	Before, After simulate.Verdict
	// Rules explain the verdict.
	Rules []string
}

// Filter says what is shown. The zero Filter shows everything.
type Filter struct {
	// Address and Alias are parts of an address and of a name.
	Address, Alias string
	// Verdict is one after apply, nil for any.
	Verdict *simulate.Verdict
}

// Keep drops what a filter does not want, and distributions that have nothing left.
func (f Filter) Keep(plans []Plan) []Plan {
	var out []Plan
	for _, p := range plans {
		var kept []Distribution
		for _, d := range p.Distributions {
			if d, ok := f.keep(d); ok {
				kept = append(kept, d)
			}
		}
		p.Distributions = kept
		out = append(out, p)
	}
	return out
}

func (f Filter) keep(d Distribution) (Distribution, bool) {
	named := func(name string) bool { return strings.Contains(name, f.Alias) }
	if !strings.Contains(d.Address, f.Address) || f.Alias != "" && !slices.ContainsFunc(d.Names, named) {
		return d, false
	}
	if f.Verdict == nil {
		return d, true
	}
	var behaviors []Behavior
	for _, b := range d.Behaviors {
		b.Classes = slices.DeleteFunc(slices.Clone(b.Classes), func(c Class) bool { return c.After != *f.Verdict })
		if len(b.Classes) > 0 {
			behaviors = append(behaviors, b)
		}
	}
	d.Behaviors = behaviors
	return d, len(behaviors) > 0
}

// Grouped joins instances of one resource that differ in nothing but names: of
// thousands of sites one is shown, with how many are like it.
func Grouped(plans []Plan) []Plan {
	var out []Plan
	for _, p := range plans {
		at := map[string]int{}
		var list []Distribution
		for _, d := range p.Distributions {
			key := d.shape()
			i, known := at[key]
			if !known {
				at[key] = len(list)
				list = append(list, d)
				continue
			}
			list[i].Alike = append(list[i].Alike, d.Address)
		}
		p.Distributions = list
		out = append(out, p)
	}
	return out
}

// others counts those that are like a distribution, "" if there are none.
func (d Distribution) others() string {
	switch n := len(d.Alike); n {
	case 0:
		return ""
	case 1:
		return "and 1 other like it"
	default:
		return fmt.Sprintf("and %d others like it", n)
	}
}

// shape is the same for distributions that fare alike.
func (d Distribution) shape() string {
	block, _, _ := strings.Cut(d.Address, "[")
	parts := []string{block, d.Enabled}
	for _, b := range d.Behaviors {
		parts = append(parts, "behavior", b.Pattern, b.Viewers, strings.Join(b.Methods, " "))
		for _, r := range b.Routes {
			parts = append(parts, "route", r.Origin, r.Group, r.Caller, cmp.Or(r.Prefix, "/"), unkeyed(r.Bucket))
		}
		for _, c := range b.Classes {
			parts = append(parts, "class", c.what(), c.Before.String(), c.After.String(), strings.Join(c.Rules, " "))
		}
	}
	return strings.Join(parts, "\x00")
}

// unkeyed is an address without the keys of instances. A name may be any.
func unkeyed(address string) string {
	block, _, keyed := strings.Cut(address, "[")
	if keyed {
		return block
	}
	if strings.Contains(address, "aws_s3_bucket.") {
		return address
	}
	return ""
}

// what names the requests of a class.
func (c Class) what() string {
	var parts []string
	if c.Request.Method != "GET" || c.Request.Host != "" {
		parts = append(parts, c.Request.Method)
	}
	switch {
	case c.Request.Host != "":
		parts = append(parts, c.Request.Scheme+"://"+c.Request.Host+c.Request.Path)
	case c.Every && c.Request.Path != "/":
		parts = append(parts, "every path")
	default:
		parts = append(parts, c.Request.Path)
	}
	if c.Request.Scheme == "http" && c.Request.Host == "" {
		parts = append(parts, "over http")
	}
	if c.Request.Signed {
		parts = append(parts, "with a signature")
	}
	return strings.Join(parts, " ")
}

// verdict says what comes of a class, and what came of it before where the plan
// changes that.
func (c Class) verdict() string {
	if c.Before == c.After || c.Before == simulate.Absent {
		return word(c.After)
	}
	if c.After == simulate.Absent {
		return "was " + word(c.Before) + ", is gone"
	}
	return word(c.Before) + " → " + word(c.After)
}

// word is a verdict as it is shown.
func word(v simulate.Verdict) string {
	if v == simulate.Forbidden {
		return "403"
	}
	return v.String()
}
