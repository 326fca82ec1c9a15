// Package oracle compares internal/policy with an independent evaluator of IAM
// policies, which runs as a process of its own. It holds only tests:
//
//	npm install --prefix internal/policy/oracle
//	go test -tags oracle ./internal/policy/oracle -count 1 -pairs 100000
package oracle
