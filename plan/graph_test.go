package plan_test

import (
	"context"
	"os"
	"sync"
	"testing"

	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Distributions are simulated at the same time, and their buckets ask one graph.
func TestGraphFromManyGoroutines(t *testing.T) {
	f, err := os.Open("../fixtures/order-by-reference/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := planfile.Read(context.Background(), "-", f, planfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, after, err := plan.States(p, plan.StateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	policy, block := after.Resource("aws_s3_bucket_policy.tiles"), after.Resource("aws_s3_bucket_public_access_block.tiles")
	var group sync.WaitGroup
	for range 64 {
		group.Go(func() {
			if after.Graph.DependsOn(policy, block) != tri.Yes || after.Graph.DependsOn(block, policy) == tri.Yes {
				t.Error("the policy waits for the block, and the block not for the policy")
			}
		})
	}
	group.Wait()
}
