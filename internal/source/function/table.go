package function

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// table holds the functions of Terraform 1.11 and of OpenTofu 1.12. What takes
// expressions instead of values (try, can, templatefile, templatestring) is
// the evaluator's business. The list:
// https://developer.hashicorp.com/terraform/language/functions
var table = map[string]Func{
	"abs": plain("abs", stdlib.AbsoluteFunc), "ceil": plain("ceil", stdlib.CeilFunc),
	"floor": plain("floor", stdlib.FloorFunc), "log": plain("log", stdlib.LogFunc),
	"max": plain("max", stdlib.MaxFunc), "min": plain("min", stdlib.MinFunc),
	"parseint": plain("parseint", stdlib.ParseIntFunc), "pow": plain("pow", stdlib.PowFunc),
	"signum": plain("signum", stdlib.SignumFunc), "sum": plain("sum", sumFunc),
	"range": guard{name: "range", f: stdlib.RangeFunc, fits: rangeFits}.call,

	"chomp": textual("chomp", stdlib.ChompFunc), "lower": textual("lower", stdlib.LowerFunc),
	"upper": textual("upper", stdlib.UpperFunc), "title": textual("title", stdlib.TitleFunc),
	"strrev": textual("strrev", stdlib.ReverseFunc), "trim": textual("trim", stdlib.TrimFunc),
	"trimspace":  guard{name: "trimspace", f: stdlib.TrimSpaceFunc, text: true, safe: true, exact: trimSpace}.call,
	"trimprefix": guard{name: "trimprefix", f: stdlib.TrimPrefixFunc, text: true, safe: true, exact: trimPrefix}.call,
	"trimsuffix": guard{name: "trimsuffix", f: stdlib.TrimSuffixFunc, text: true, safe: true, exact: trimSuffix}.call,
	"indent":     guard{name: "indent", f: stdlib.IndentFunc, text: true, safe: true, exact: indentWords, fits: indentFits}.call,
	"substr":     partial("substr", stdlib.SubstrFunc),
	"replace":    guard{name: "replace", f: replaceFunc, text: true, exact: replaceWords, fits: replaceFits}.call,
	"split":      guard{name: "split", f: stdlib.SplitFunc, safe: true, exact: splitWords, fits: splitFits}.call,
	"startswith": guard{name: "startswith", f: startsWithFunc, safe: true, exact: startsWith}.call,
	"endswith":   guard{name: "endswith", f: endsWithFunc, safe: true, exact: endsWith}.call,
	"strcontains": guard{
		name: "strcontains", f: strContainsFunc, safe: true,
		exact: strContains,
	}.call,
	"regex":      guard{name: "regex", f: stdlib.RegexFunc, fits: regexFits}.call,
	"regexall":   guard{name: "regexall", f: stdlib.RegexAllFunc, fits: regexFits}.call,
	"format":     format,
	"formatlist": formatList,
	"join":       join,

	"alltrue": allTrue, "anytrue": anyTrue, "chunklist": chunkList, "coalesce": coalesce,
	"coalescelist": coalesceList, "compact": compact, "concat": concat, "contains": contains,
	"distinct": distinct, "element": element, "flatten": flatten, "index": index,
	"keys": keys, "length": length, "lookup": lookup, "matchkeys": matchKeys,
	"merge": merge, "one": one, "reverse": reverse, "slice": slice, "sort": sortList,
	"transpose": transpose, "values": values, "zipmap": zipMap,
	"setunion":               setUnion,
	"setintersection":        setOperation("setintersection", stdlib.SetIntersectionFunc),
	"setsubtract":            setOperation("setsubtract", stdlib.SetSubtractFunc),
	"setsymmetricdifference": setOperation("setsymmetricdifference", stdlib.SetSymmetricDifferenceFunc),
	"setproduct":             setProduct,

	"tostring": to(cty.String), "tonumber": to(cty.Number), "tobool": to(cty.Bool),
	"tolist": to(cty.List(cty.DynamicPseudoType)), "toset": to(cty.Set(cty.DynamicPseudoType)),
	"tomap":     to(cty.Map(cty.DynamicPseudoType)),
	"sensitive": sensitive, "nonsensitive": same, "issensitive": never, "ephemeralasnull": same,

	"jsonencode": jsonEncode, "jsondecode": jsonDecode,
	"yamlencode": yamlEncode, "yamldecode": yamlDecode,
	"csvdecode":    guard{name: "csvdecode", f: stdlib.CSVDecodeFunc, fits: splitFits}.call,
	"base64encode": textual("base64encode", base64EncodeFunc), "base64decode": base64Decode,
	"base64gzip": textual("base64gzip", base64GzipFunc), "urlencode": textual("urlencode", urlEncodeFunc),
	"urldecode":        partial("urldecode", urlDecodeFunc),
	"textencodebase64": partial("textencodebase64", textEncodeBase64Func),
	"textdecodebase64": textDecodeBase64,

	"md5": textual("md5", md5Func), "sha1": textual("sha1", sha1Func),
	"sha256": textual("sha256", sha256Func), "sha512": textual("sha512", sha512Func),
	"base64sha256": textual("base64sha256", base64SHA256Func), "base64sha512": textual("base64sha512", base64SHA512Func),
	"uuidv5": partial("uuidv5", uuidv5Func),

	"cidrhost": partial("cidrhost", cidrHostFunc), "cidrnetmask": partial("cidrnetmask", cidrNetmaskFunc),
	"cidrsubnet": partial("cidrsubnet", cidrSubnetFunc), "cidrsubnets": plain("cidrsubnets", cidrSubnetsFunc),
	"cidrcontains": plain("cidrcontains", cidrContainsFunc),

	"formatdate": partial("formatdate", stdlib.FormatDateFunc), "timeadd": partial("timeadd", stdlib.TimeAddFunc),
	"timecmp": plain("timecmp", timeCmpFunc),

	"basename": textual("basename", baseNameFunc), "dirname": textual("dirname", dirNameFunc),
	"file": file, "fileexists": fileExists, "fileset": fileSet, "filebase64": fileBase64,
	"filemd5": fileDigest(md5Func), "filesha1": fileDigest(sha1Func), "filesha256": fileDigest(sha256Func),
	"filesha512": fileDigest(sha512Func), "filebase64sha256": fileDigest(base64SHA256Func),
	"filebase64sha512": fileDigest(base64SHA512Func),

	// These give another answer each time, on each machine, or need a key.
	"abspath": never, "bcrypt": never, "pathexpand": never, "plantimestamp": never,
	"rsadecrypt": never, "timestamp": never, "uuid": never,
}

// plain is for a function that looks into its arguments.
func plain(name string, f function.Function) Func { return guard{name: name, f: f}.call }

// textual is for one that makes a string of any strings.
func textual(name string, f function.Function) Func {
	return guard{name: name, f: f, text: true, safe: true}.call
}

// partial is for one that makes a string, or fails.
func partial(name string, f function.Function) Func {
	return guard{name: name, f: f, text: true}.call
}

// simple makes a function that returns one type and is only called with known
// arguments that are not null.
func simple(ret cty.Type, impl func(args []cty.Value) (cty.Value, error), params ...cty.Type) function.Function {
	spec := &function.Spec{
		Type: function.StaticReturnType(ret),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) { return impl(args) },
	}
	for _, p := range params {
		spec.Params = append(spec.Params, function.Parameter{Name: "value", Type: p})
	}
	return function.New(spec)
}

// never is for functions whose results are not computed.
func never(c *Context, _ []cty.Value) (cty.Value, error) {
	c.Doubt()
	return cty.DynamicVal, nil
}

func same(_ *Context, args []cty.Value) (cty.Value, error) {
	if len(args) != 1 {
		return cty.DynamicVal, errCount
	}
	return args[0], nil
}
