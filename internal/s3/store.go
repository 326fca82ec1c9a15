package s3

import (
	"sync"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/plan"
)

// Store finds the buckets of one state. It is safe for concurrent use.
type Store struct {
	state *plan.State
	// earlier holds the buckets before apply when state is one after it: it tells
	// which settings the plan deletes. nil otherwise.
	earlier *Store

	documents, keyDocuments *documents

	mu      sync.Mutex // guards the maps
	buckets map[string]*slot
	indices map[string]*index

	controls sync.Map // the resource control policies over each account
	keys     sync.Map // the keys by their resources

	refusedOnce sync.Once
	refused     []Refusal
}

// slot holds a bucket, which is built by the first who asks for it.
type slot struct {
	once   sync.Once
	bucket *Bucket
}

// NewStore reads the buckets of a state. earlier holds those before apply if state
// is one of those that follow, nil if it is itself the earlier one.
func NewStore(state *plan.State, earlier *Store) *Store {
	s := &Store{state: state, earlier: earlier, buckets: map[string]*slot{}, indices: map[string]*index{}}
	if earlier != nil {
		s.documents, s.keyDocuments = earlier.documents, earlier.keyDocuments
	} else {
		s.documents, s.keyDocuments = &documents{grammar: policy.Parse}, &documents{grammar: policy.ParseKeyPolicy}
	}
	return s
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
	b.controls = s.controlsOver(b.Account)
	b.readBlock()
	b.readOwnership()
	b.readACL()
	b.readEncryption()
	b.readObjects()
	b.readSaid()
	b.readWebsite()
	b.readPayer()
	b.readCORS()
	b.keepRefused()
	b.readABAC()
	b.judgePuts()
	b.haltPuts()
	b.readUnmade()
	return b
}

// All lists the buckets that the judged root manages.
func (s *Store) All() []*Bucket {
	var out []*Bucket
	for _, r := range s.state.OfType("aws_s3_bucket") {
		if r.From == "" {
			out = append(out, s.Bucket(r.String("bucket"), r.Region, r.Partition))
		}
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
