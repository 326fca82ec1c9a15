package s3

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// Public tells whether S3 takes a policy for public: it does unless every
// Allow is limited to fixed values of certain keys. A Deny never makes a policy
// public, nor private (S3 User Guide, Blocking public access, The meaning of
// "public").
func Public(d *policy.Document) tri.Value {
	out := tri.False
	for i := range d.Statements {
		out = out.Or(publicStatement(&d.Statements[i]))
	}
	return out
}

func publicStatement(s *policy.Statement) tri.Value {
	switch {
	case s.Effect == policy.Deny:
		return tri.False
	case len(s.Unknown) > 0:
		return tri.Because(s.Unknown...)
	case s.Principal == nil:
		return tri.Because(tri.Cause{Reason: "whether Allow with NotPrincipal counts as public is not documented"})
	}
	everyone := tri.Of(s.Principal.Everyone)
	if !s.Principal.Everyone && len(s.Principal.Unknown) > 0 {
		everyone = tri.Because(s.Principal.Unknown...)
	}
	for i := range s.Conditions {
		everyone = everyone.And(limits(&s.Conditions[i]).Not())
	}
	return everyone
}

// fixing are the keys whose fixed values make a statement non-public.
var fixing = []string{
	"aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount", "aws:userid",
	"s3:dataaccesspointarn", "s3:dataaccesspointaccount",
	"aws:principalorgid", "aws:principalorgpaths", "aws:principalarn", "aws:principalaccount",
	"aws:principalservicename",
	"aws:sourceorgid", "aws:sourceorgpaths",
}

// limits reports whether one condition narrows a statement to fixed values.
func limits(c *policy.Condition) tri.Value {
	switch {
	case len(c.Unknown) > 0:
		return tri.Because(c.Unknown...)
	case c.Negated() || c.IfExists() || strings.HasPrefix(c.Operator, "ForAllValues:"):
		return tri.False
	case c.Name() == "aws:sourceip" && c.Base() == "IpAddress":
		return tri.Of(!slices.ContainsFunc(c.Revealed(), broad))
	case !slices.Contains(fixing, c.Name()) || !comparesText(c.Base()):
		return tri.False
	}
	out := tri.True
	for _, v := range c.Revealed() {
		out = out.And(fixed(c, v))
	}
	return out
}

func comparesText(operator string) bool {
	return strings.HasPrefix(operator, "String") || strings.HasPrefix(operator, "Arn")
}

// fixed reports whether a value has neither wildcard nor policy variable. How
// S3 classifies the ARN of an account's distributions with a wildcard for the
// id is not documented.
func fixed(c *policy.Condition, value string) tri.Value {
	switch {
	case strings.Contains(value, "${"):
		return tri.False
	case !strings.ContainsAny(value, "*?"):
		return tri.True
	case c.Name() == "aws:userid":
		return tri.Of(!strings.HasSuffix(value, ":*"))
	}
	parts := strings.SplitN(value, ":", 6)
	if len(parts) == 6 && parts[4] != "" && !strings.ContainsAny(parts[4], "*?") {
		if c.Name() == "s3:dataaccesspointarn" {
			return tri.True
		}
		return tri.Because(tri.Cause{
			Reason: "whether S3 considers a policy public that names an account but any " + resourceKind(parts[5]) +
				" of it is not documented",
		})
	}
	return tri.False
}

func resourceKind(resource string) string {
	kind, _, _ := strings.Cut(resource, "/")
	return kind
}

// broad reports whether a CIDR is too wide to count as fixed: wider than /8
// (IPv4) or /32 (IPv6), unless it lies in private address space.
func broad(value string) bool {
	if symbol.Contains(value) {
		return false
	}
	p, err := netip.ParsePrefix(value)
	if err != nil {
		a, err := netip.ParseAddr(value)
		return err != nil || !a.IsValid()
	}
	if p.Addr().Is4() {
		return p.Bits() < 8 && !p.Addr().IsPrivate()
	}
	return p.Bits() < 32
}
