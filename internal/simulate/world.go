// Package simulate sends viewer requests through the distributions and buckets
// of one state of the world and says what comes of each.
package simulate

import (
	"sync"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/plan"
)

// World is one state with the models made of it.
type World struct {
	State         *plan.State
	Distributions []*cloudfront.Distribution
	Store         *s3.Store
	// Untold: nobody asks how outcomes came about, so that Run keeps no traces.
	Untold bool

	byAddress map[string]*cloudfront.Distribution
	// before is the world before apply, nil if this is it.
	before  *World
	changed changed
	recent  recent
	// between: it is one on the way, with what stands around one distribution only.
	between bool

	shapes   glob.Memo // of the paths that distributions and buckets tell apart
	once     sync.Once
	pointing map[string][]*plan.Resource // Route 53 records by the name they lead to

	ownersOnce sync.Once
	owners     map[string][]*cloudfront.Distribution // by their aliases in lower case

	// stops are where apply stops at each distribution.
	stops map[*cloudfront.Distribution]*stop

	refusedOnce sync.Once
	refused     []cloudfront.RefusedResource
	refusedKeys []s3.Refusal

	firewallLock sync.Mutex
	firewalls    map[string]*firewall // by what distributions call their web ACL

	hostIndexOnce sync.Once
	hostIndex     *cloudfront.HostIndex

	hostsOnce sync.Once
	hosts     map[string]*cloudfront.Distribution // by the names that DNS leads to them
}

// NewWorld models a state. before is the world before apply when the state is one
// that follows, nil otherwise.
func NewWorld(state *plan.State, before *World) *World {
	var earlier *s3.Store
	if before != nil {
		earlier = before.Store
	}
	return newWorld(state, cloudfront.Distributions(state, before.Distribution), s3.NewStore(state, earlier), before)
}

// newWorld is a world of models that others may share.
func newWorld(state *plan.State, list []*cloudfront.Distribution, store *s3.Store, before *World) *World {
	w := &World{
		State: state, Distributions: list, Store: store, before: before,
		byAddress: map[string]*cloudfront.Distribution{}, stops: map[*cloudfront.Distribution]*stop{},
	}
	for _, d := range w.Distributions {
		w.byAddress[d.Address], w.stops[d] = d, &stop{}
	}
	return w
}

// Distribution returns the distribution with the address, nil if there is none, or no
// world.
func (w *World) Distribution(address string) *cloudfront.Distribution {
	if w == nil {
		return nil
	}
	return w.byAddress[address]
}
