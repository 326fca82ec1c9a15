// Package s3 models buckets: what stands before a bucket's objects (policy,
// public access block, ownership, ACLs, encryption) and whether a caller gets
// through.
//
// Source: Amazon S3 User Guide, "How Amazon S3 authorizes a request", "Blocking
// public access to your Amazon S3 storage", "Controlling ownership of objects",
// and the pages named at each rule.
package s3

import (
	"sync"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Store finds the buckets of one state. It is safe for concurrent use.
type Store struct {
	state *plan.State
	// prior is the state before apply when state is the one after it: it tells
	// which settings the plan deletes. nil otherwise.
	prior   *plan.State
	earlier *Store

	mu      sync.Mutex // guards the maps
	buckets map[string]*slot
	indices map[string]*index
}

// slot holds a bucket, which is built by the first who asks for it.
type slot struct {
	once   sync.Once
	bucket *Bucket
}

// NewStore reads the buckets of a state. prior is the state before apply if
// state is the one after it, nil if state is itself the earlier one.
func NewStore(state, prior *plan.State) *Store {
	if prior == nil || prior == state {
		return &Store{state: state, prior: prior, buckets: map[string]*slot{}, indices: map[string]*index{}}
	}
	return NewStoreAfter(state, NewStore(prior, nil))
}

// NewStoreAfter is NewStore for one of several states that follow one earlier
// state.
func NewStoreAfter(state *plan.State, earlier *Store) *Store {
	return &Store{state: state, prior: earlier.state, earlier: earlier, buckets: map[string]*slot{}, indices: map[string]*index{}}
}

// Bucket is a bucket and everything that decides about requests to it.
type Bucket struct {
	Name, ARN                  string
	Region, Account, Partition string
	// Resource is the aws_s3_bucket, nil if it is not managed in this plan.
	Resource *plan.Resource
	// New: the plan creates it, so that AWS's defaults for new buckets hold.
	New bool
	// Policies are the documents that may be in force. More than one compete:
	// a bucket has one policy, and whichever is put last replaces the others.
	Policies []*Policy
	// PolicyKnown is not true when there may be a policy that is not in the
	// plan.
	PolicyKnown tri.Value
	// Race: the plan deletes one policy of the bucket and puts another, in no
	// certain order.
	Race       bool
	Block      PublicAccessBlock
	Ownership  Ownership
	ACL        ACL
	Encryption Encryption
	Objects    []*Object
	// maybeObjects are the causes of not knowing whether the plan uploads more.
	maybeObjects     []tri.Cause
	present, missing []said
	// Website tells whether static website hosting is configured.
	Website Website
	// Payer is the place of a Requester Pays setting, "" without one.
	RequesterPays tri.Value
	PayerAddress  string
	CORS          CORS

	store *Store
}

// Address returns the Terraform address of the bucket, or its name if it is
// not managed in this plan.
func (b *Bucket) Address() string {
	if b.Resource != nil {
		return b.Resource.Address
	}
	return b.store.state.Symbols.Hide(b.Name)
}

// Bucket returns the bucket with the given name, which may hold symbols. It is
// never nil: a bucket that is not in the plan has only unknown settings.
func (s *Store) Bucket(name, region, partition string) *Bucket {
	s.mu.Lock()
	at, ok := s.buckets[name]
	if !ok {
		at = &slot{}
		s.buckets[name] = at
	}
	s.mu.Unlock()
	at.once.Do(func() { at.bucket = s.build(name, region, partition) })
	return at.bucket
}

func (s *Store) build(name, region, partition string) *Bucket {
	b := &Bucket{Name: name, Region: region, Partition: partition, store: s}
	if r := s.one("bucket", name, "aws_s3_bucket"); r != nil {
		b.Resource, b.New = r, r.New()
		b.Region, b.Account, b.Partition = r.Region, r.Account, r.Partition
	}
	if b.Partition == "" {
		b.Partition = "aws"
	}
	b.ARN = "arn:" + b.Partition + ":s3:::" + name
	b.readPolicies()
	b.readBlock()
	b.readOwnership()
	b.readACL()
	b.readEncryption()
	b.readObjects()
	b.readSaid()
	b.readWebsite()
	b.readPayer()
	b.readCORS()
	b.refusePolicies()
	return b
}

// All lists the buckets that the state manages.
func (s *Store) All() []*Bucket {
	var out []*Bucket
	for _, r := range s.state.OfType("aws_s3_bucket") {
		out = append(out, s.Bucket(r.String("bucket"), r.Region, r.Partition))
	}
	return out
}

func (s *Store) one(argument, name string, types ...string) *plan.Resource {
	list, _ := s.attached(argument, name, types...)
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// had reports whether the state before apply has a resource of the type for
// the bucket: one that is gone after apply was deleted by this plan.
func (b *Bucket) had(types ...string) *plan.Resource {
	if b.store.earlier == nil {
		return nil
	}
	return b.store.earlier.one("bucket", b.Name, types...)
}

// Gone returns the bucket's resource if the plan deletes the bucket, nil if it
// does not.
func (b *Bucket) Gone() *plan.Resource {
	if b.Resource != nil {
		return nil
	}
	return b.had("aws_s3_bucket")
}

func causes(texts ...string) []tri.Cause {
	var out []tri.Cause
	for _, t := range texts {
		for _, r := range symbol.In(t) {
			out = append(out, tri.Cause{Symbol: r})
		}
	}
	return out
}

// assumable are the settings that the configuration file can tell.
var assumable = map[string]bool{"policy": true, "public access block": true, "object ownership": true}

// outside is the cause of a setting that the plan does not manage.
func (b *Bucket) outside(what string) tri.Cause {
	c := tri.Cause{Address: b.Address(), Attribute: what, Remedy: "manage it in this configuration or import it"}
	if assumable[what] {
		c.Remedy = plan.Assumable("manage it in this configuration, import it", "bucket", b.Name)
	}
	if b.Resource == nil {
		c.Reason = "the bucket " + b.Name + " is not in this plan"
	} else {
		c.Reason = "the bucket exists already and its " + what + " is not managed here"
	}
	return c
}

// Website is the static website configuration.
type Website struct {
	Enabled tri.Value
	Index   string
	Address string
}

func (b *Bucket) readWebsite() {
	if r := b.store.one("bucket", b.Name, "aws_s3_bucket_website_configuration"); r != nil {
		b.Website = Website{Enabled: tri.True, Address: r.Address, Index: "index.html"}
		if i, ok := r.First("index_document"); ok && i.String("suffix") != "" {
			b.Website.Index = i.String("suffix")
		}
		return
	}
	b.Website = Website{Enabled: tri.False, Index: "index.html"}
	if b.Resource == nil {
		b.Website.Enabled = tri.Because(b.outside("website configuration"))
		return
	}
	if w, ok := b.Resource.First("website"); ok {
		b.Website.Enabled, b.Website.Address = tri.True, b.Resource.Address
		if i := w.String("index_document"); i != "" {
			b.Website.Index = i
		}
	}
}

// readPayer reads Requester Pays (S3 User Guide, Using Requester Pays general
// purpose buckets for storage transfers and usage).
func (b *Bucket) readPayer() {
	b.RequesterPays = tri.False
	if r := b.store.one("bucket", b.Name, "aws_s3_bucket_request_payment_configuration"); r != nil {
		b.RequesterPays, b.PayerAddress = tri.Of(r.String("payer") == "Requester"), r.Address
		return
	}
	if b.Resource != nil && b.Resource.String("request_payer") == "Requester" && b.had("aws_s3_bucket_request_payment_configuration") == nil {
		b.RequesterPays, b.PayerAddress = tri.True, b.Resource.Address
	}
}

// CORS is the bucket's CORS configuration.
type CORS struct {
	// Configured tells whether there is any rule.
	Configured tri.Value
	Rules      []plan.Block
	Address    string
}

func (b *Bucket) readCORS() {
	r := b.store.one("bucket", b.Name, "aws_s3_bucket_cors_configuration")
	if r == nil {
		r = b.Resource
	}
	if r == nil {
		b.CORS.Configured = tri.Because(b.outside("CORS configuration"))
		return
	}
	rules, known := r.Blocks("cors_rule")
	b.CORS = CORS{Configured: tri.Of(len(rules) > 0), Rules: rules, Address: r.Address}
	if len(rules) == 0 && !known.IsTrue() {
		b.CORS.Configured = known
	}
}
