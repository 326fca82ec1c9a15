package s3

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Object is an object that the plan uploads.
type Object struct {
	*plan.Resource
	Key string
	// ACLRead: the object's own ACL makes it readable for everyone.
	ACLRead tri.Value
	// ACLSigned: it does so for whoever signs for an AWS account.
	ACLSigned tri.Value
	// Public: its ACL has any public grant.
	ACLPublic    tri.Value
	StorageClass string
}

// readObjects lists the objects of the bucket. The provider strips a leading
// slash of the key and joins double ones when it uploads, although the plan
// shows the key as written (provider documentation of aws_s3_object).
func (b *Bucket) readObjects() {
	list, maybe := b.store.attached("bucket", b.Name, "aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy")
	for _, c := range maybe {
		if !slices.Contains(b.maybeObjects, c) {
			b.maybeObjects = append(b.maybeObjects, c)
		}
	}
	for _, r := range list {
		o := &Object{Resource: r, Key: cleanKey(r.String("key")), StorageClass: r.String("storage_class")}
		o.ACLRead, _, o.ACLPublic = CannedPublic(r.String("acl"))
		o.ACLSigned = cannedSigned(r.String("acl"))
		if r.Sealed("key") != r.String("key") {
			b.store.state.Symbols.DeriveParts(o.Key)
		}
		b.Objects = append(b.Objects, o)
	}
	b.objects = newObjectIndex(b.Objects)
}

// objectIndex finds objects by their keys: a bucket may hold thousands.
type objectIndex struct {
	byKey map[string]*Object
	// unclear are those whose key is not known.
	unclear []*Object
}

func newObjectIndex(list []*Object) objectIndex {
	x := objectIndex{byKey: make(map[string]*Object, len(list))}
	for _, o := range list {
		if x.byKey[o.Key] == nil {
			x.byKey[o.Key] = o
		}
		if symbol.Unknown(o.Key) {
			x.unclear = append(x.unclear, o)
		}
	}
	return x
}

func cleanKey(key string) string {
	key = strings.TrimLeft(key, "/")
	for strings.Contains(key, "//") {
		key = strings.ReplaceAll(key, "//", "/")
	}
	return key
}

// objectsAt lists the objects that have the key, or may have it.
func (b *Bucket) objectsAt(key string) []*Object {
	if o := b.Object(key); o != nil {
		return []*Object{o}
	}
	var out []*Object
	candidates := b.objects.unclear
	if symbol.Unknown(key) {
		candidates = b.Objects
	}
	for _, o := range candidates {
		if !o.is(key).IsFalse() {
			out = append(out, o)
		}
	}
	return out
}

// is tells whether the object has the key.
func (o *Object) is(key string) tri.Value {
	if o.Key == key || !symbol.Unknown(o.Key) && !symbol.Unknown(key) {
		return tri.Of(o.Key == key)
	}
	return tri.From(glob.CompileLiteral(o.Key).Match(key), causes(o.Key, key)...)
}

// Object returns the object with the key if the plan uploads it.
func (b *Bucket) Object(key string) *Object { return b.objects.byKey[key] }
