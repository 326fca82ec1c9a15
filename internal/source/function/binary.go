package function

import (
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"unicode/utf8"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"golang.org/x/text/encoding/ianaindex"
)

var (
	base64EncodeFunc = texts(func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) })
	urlEncodeFunc    = texts(url.QueryEscape)
	urlDecodeFunc    = failing(url.QueryUnescape)
	base64GzipFunc   = failing(base64Gzip)

	md5Func          = texts(func(s string) string { h := md5.Sum([]byte(s)); return hex.EncodeToString(h[:]) })
	sha1Func         = texts(func(s string) string { h := sha1.Sum([]byte(s)); return hex.EncodeToString(h[:]) })
	sha256Func       = texts(func(s string) string { h := sha256.Sum256([]byte(s)); return hex.EncodeToString(h[:]) })
	sha512Func       = texts(func(s string) string { h := sha512.Sum512([]byte(s)); return hex.EncodeToString(h[:]) })
	base64SHA256Func = texts(func(s string) string {
		h := sha256.Sum256([]byte(s))
		return base64.StdEncoding.EncodeToString(h[:])
	})
	base64SHA512Func = texts(func(s string) string {
		h := sha512.Sum512([]byte(s))
		return base64.StdEncoding.EncodeToString(h[:])
	})
)

// failing makes a function of a string that may fail or spell a symbol.
func failing(f func(string) (string, error)) function.Function {
	return simple(cty.String, func(args []cty.Value) (cty.Value, error) {
		return spelled(f(args[0].AsString()))
	}, cty.String)
}

// spelled refuses a computed text that could be mistaken for symbols.
func spelled(s string, err error) (cty.Value, error) {
	switch {
	case err != nil:
		return cty.DynamicVal, err
	case !utf8.ValidString(s):
		return cty.DynamicVal, errors.New("the result is not UTF-8")
	case symbol.Contains(s):
		return cty.DynamicVal, errForged
	}
	return cty.StringVal(s), nil
}

var base64DecodeFunc = failing(func(s string) (string, error) {
	b, err := base64.StdEncoding.DecodeString(s)
	return string(b), err
})

func base64Gzip(s string) (string, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		return "", err
	}
	if err := w.Flush(); err != nil { // as Terraform does: it shows in the bytes
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

// gunzipLimit bounds what a compressed text may grow to.
const gunzipLimit = 1 << 20

// base64GunzipFunc is OpenTofu's.
// https://opentofu.org/docs/language/functions/base64gunzip/
var base64GunzipFunc = failing(func(s string) (string, error) {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "", err
	}
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return "", err
	}
	out, err := io.ReadAll(io.LimitReader(r, gunzipLimit+1))
	if len(out) > gunzipLimit {
		return "", ErrTooBig
	}
	return string(out), err
})

var textEncodeBase64Func = simple(cty.String, func(args []cty.Value) (cty.Value, error) {
	enc, err := ianaindex.IANA.Encoding(args[1].AsString())
	if err != nil || enc == nil {
		return cty.DynamicVal, fmt.Errorf("unknown encoding %q", args[1].AsString())
	}
	s, err := enc.NewEncoder().String(args[0].AsString())
	return cty.StringVal(base64.StdEncoding.EncodeToString([]byte(s))), err
}, cty.String, cty.String)

var textDecodeBase64Func = simple(cty.String, func(args []cty.Value) (cty.Value, error) {
	enc, err := ianaindex.IANA.Encoding(args[1].AsString())
	if err != nil || enc == nil {
		return cty.DynamicVal, fmt.Errorf("unknown encoding %q", args[1].AsString())
	}
	raw, err := base64.StdEncoding.DecodeString(args[0].AsString())
	if err != nil {
		return cty.DynamicVal, err
	}
	return spelled(enc.NewDecoder().String(string(raw)))
}, cty.String, cty.String)

// uuidNamespaces are those that have a name.
// https://www.rfc-editor.org/rfc/rfc9562#section-6.6
var uuidNamespaces = map[string]string{
	"dns":  "6ba7b8109dad11d180b400c04fd430c8",
	"url":  "6ba7b8119dad11d180b400c04fd430c8",
	"oid":  "6ba7b8129dad11d180b400c04fd430c8",
	"x500": "6ba7b8149dad11d180b400c04fd430c8",
}

// uuidv5Func hashes a name within a namespace.
// https://www.rfc-editor.org/rfc/rfc9562#section-5.5
var uuidv5Func = simple(cty.String, func(args []cty.Value) (cty.Value, error) {
	space, ok := uuidNamespaces[args[0].AsString()]
	if !ok {
		space = string(bytes.ReplaceAll([]byte(args[0].AsString()), []byte("-"), nil))
	}
	id, err := hex.DecodeString(space)
	if err != nil || len(id) != 16 {
		return cty.DynamicVal, errors.New("the namespace of uuidv5() is no UUID")
	}
	h := sha1.Sum(append(id, args[1].AsString()...))
	h[6], h[8] = h[6]&0x0f|0x50, h[8]&0x3f|0x80
	return cty.StringVal(fmt.Sprintf("%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])), nil
}, cty.String, cty.String)
