package function

import (
	"errors"
	"math/big"
	"net/netip"
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// The CIDR functions compute with addresses as numbers.
// https://developer.hashicorp.com/terraform/language/functions/cidrsubnet

var errCIDR = errors.New("the network, or a number beside it, is out of range")

var cidrHostFunc = simple(cty.String, func(args []cty.Value) (cty.Value, error) {
	p, err := parsePrefix(args[0].AsString())
	n, accuracy := args[1].AsBigFloat().Int(nil)
	if err != nil || accuracy != big.Exact {
		return cty.DynamicVal, errCIDR
	}
	size := new(big.Int).Lsh(big.NewInt(1), uint(p.Addr().BitLen()-p.Bits()))
	if n.Sign() < 0 {
		n.Add(n, size) // counts from the end
	}
	if n.Sign() < 0 || n.Cmp(size) >= 0 {
		return cty.DynamicVal, errCIDR
	}
	return cty.StringVal(shift(p.Masked().Addr(), n).String()), nil
}, cty.String, cty.Number)

var cidrNetmaskFunc = simple(cty.String, func(args []cty.Value) (cty.Value, error) {
	p, err := parsePrefix(args[0].AsString())
	if err != nil || !p.Addr().Is4() {
		return cty.DynamicVal, errCIDR
	}
	mask, err := netip.AddrFrom4([4]byte{255, 255, 255, 255}).Prefix(p.Bits())
	return cty.StringVal(mask.Addr().String()), err
}, cty.String)

var cidrSubnetFunc = simple(cty.String, func(args []cty.Value) (cty.Value, error) {
	p, err := parsePrefix(args[0].AsString())
	bits, ok := wholeNumber(args[1])
	n, accuracy := args[2].AsBigFloat().Int(nil)
	if err != nil || !ok || accuracy != big.Exact || bits < 0 || bits > p.Addr().BitLen()-p.Bits() {
		return cty.DynamicVal, errCIDR
	}
	if n.Sign() < 0 || n.BitLen() > bits {
		return cty.DynamicVal, errCIDR
	}
	n.Lsh(n, uint(p.Addr().BitLen()-p.Bits()-bits))
	sub := netip.PrefixFrom(shift(p.Masked().Addr(), n), p.Bits()+bits)
	return cty.StringVal(sub.String()), nil
}, cty.String, cty.Number, cty.Number)

// cidrSubnetsFunc lays networks of the given sizes out one behind the other.
var cidrSubnetsFunc = function.New(&function.Spec{
	Params:   []function.Parameter{{Name: "prefix", Type: cty.String}},
	VarParam: &function.Parameter{Name: "newbits", Type: cty.Number},
	Type:     function.StaticReturnType(cty.List(cty.String)),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		return cidrSubnets(args[0].AsString(), args[1:])
	},
})

func cidrSubnets(prefix string, sizes []cty.Value) (cty.Value, error) {
	p, err := parsePrefix(prefix)
	if err != nil {
		return cty.DynamicVal, errCIDR
	}
	free := p.Addr().BitLen() - p.Bits()
	next := new(big.Int) // first address not given away, counted from the start
	var out []cty.Value
	for _, size := range sizes {
		bits, ok := wholeNumber(size)
		if !ok || bits < 1 || bits > free {
			return cty.DynamicVal, errCIDR
		}
		unit := new(big.Int).Lsh(big.NewInt(1), uint(free-bits))
		rest := new(big.Int).Mod(next, unit)
		if rest.Sign() > 0 {
			next.Add(next, unit).Sub(next, rest)
		}
		if next.BitLen() > free {
			return cty.DynamicVal, errCIDR
		}
		sub := netip.PrefixFrom(shift(p.Masked().Addr(), next), p.Bits()+bits)
		out = append(out, cty.StringVal(sub.String()))
		next.Add(next, unit)
	}
	if len(out) == 0 {
		return cty.ListValEmpty(cty.String), nil
	}
	return cty.ListVal(out), nil
}

var cidrContainsFunc = simple(cty.Bool, func(args []cty.Value) (cty.Value, error) {
	outer, err := parsePrefix(args[0].AsString())
	if err != nil {
		return cty.DynamicVal, errCIDR
	}
	if a, err := netip.ParseAddr(args[1].AsString()); err == nil {
		return cty.BoolVal(outer.Contains(a)), nil
	}
	inner, err := parsePrefix(args[1].AsString())
	if err != nil {
		return cty.DynamicVal, errCIDR
	}
	return cty.BoolVal(outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())), nil
}, cty.String, cty.String)

var leadingZeros = regexp.MustCompile(`(^|\.)0+([0-9])`)

// parsePrefix takes "010.0.0.0/8" for 10.0.0.0/8, as Terraform goes on to do.
func parsePrefix(s string) (netip.Prefix, error) {
	if !strings.Contains(s, ":") {
		s = leadingZeros.ReplaceAllString(s, "$1$2")
	}
	return netip.ParsePrefix(s)
}

// shift returns the address n further on.
func shift(a netip.Addr, n *big.Int) netip.Addr {
	raw := a.AsSlice()
	sum := new(big.Int).Add(new(big.Int).SetBytes(raw), n)
	if sum.BitLen() > 8*len(raw) {
		return a
	}
	out, _ := netip.AddrFromSlice(sum.FillBytes(raw))
	return out
}
