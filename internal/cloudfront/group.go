package cloudfront

import (
	"slices"
	"strconv"

	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Group is an origin group: a second origin answers where the first one gives
// one of the status codes.
type Group struct {
	plan.Block
	ID       string
	Members  []string
	Statuses []string
	// MembersKnown is not true where it is unknown which members there are.
	MembersKnown tri.Value

	statusesKnown tri.Value
}

func newGroup(b plan.Block) *Group {
	g := &Group{Block: b, ID: b.String("origin_id")}
	criteria, known := b.Blocks("failover_criteria")
	g.statusesKnown = known
	if len(criteria) > 0 {
		g.Statuses, known = criteria[0].Texts("status_codes")
		g.statusesKnown = g.statusesKnown.And(known)
	}
	members, known := b.Blocks("member")
	g.MembersKnown = known
	for _, m := range members[:min(len(members), maxMembers)] {
		g.Members = append(g.Members, m.String("origin_id"))
	}
	return g
}

// maxMembers bounds the members of an origin group, of which CloudFront takes two
// (CloudFront Developer Guide, Create an origin group).
const maxMembers = 16

// Lists tells whether a status makes CloudFront ask the second member.
func (g *Group) Lists(status int) tri.Value {
	if slices.Contains(g.Statuses, strconv.Itoa(status)) {
		return tri.True
	}
	// An element that is not known may be the status.
	return g.statusesKnown.And(noneUnknown(g.Statuses)).Not()
}

// Group returns the origin group with the id, nil if there is none.
func (d *Distribution) Group(id string) *Group {
	for _, g := range d.Groups {
		if g.ID == id {
			return g
		}
	}
	return nil
}
