package simulate

import (
	"testing"
)

// What reads an outcome's bucket need not ask whether one was reached.
func TestTheBucketOfAnOutcomeThatReachedNone(t *testing.T) {
	b := Outcome{}.Bucket()
	if b.Address() != "" || b.RemovedPolicy() != nil || b.CORS.Configured.IsTrue() || len(b.Present()) != 0 {
		t.Errorf("the bucket of a request that reached none has settings: %+v", b)
	}
	if b.Missing("a").IsTrue() || b.Exists("a").IsTrue() || b.Gone() != nil || b.Object("a") != nil {
		t.Errorf("the bucket of a request that reached none has objects: %+v", b)
	}
}
