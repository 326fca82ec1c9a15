#!/usr/bin/env bash
# Measures whole processes in one run, see benchmarks.md. Usage:
#   docs/benchmarks.sh [MEGABYTES [RUNS]]
# Needs GNU time; jq and conftest are measured where they are installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
megabytes=${1:-100} runs=${2:-5}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

go build -o "$scratch/plan403" .
go build -o "$scratch/baseline" ./internal/benchplan/baseline
plan=$scratch/plan.json sites=$scratch/sites.json small=$scratch/small.json
"$scratch/baseline" plan "$megabytes" >"$plan"
"$scratch/baseline" sites 1000 20 50 >"$sites"
"$scratch/baseline" sites 5 3 5 >"$small"
printf 'package main\ndeny contains "an errored plan" if input.errored\n' >"$scratch/policy.rego"

# run NAME COMMAND... runs a command and notes wall time, CPU time and memory.
run() {
  local name=$1 status=0
  shift
  /usr/bin/time -o "$scratch/time" -f '%e %U %S %M' "$@" >/dev/null 2>&1 || status=$?
  [ "$status" -le 2 ] || { echo "$name exits with $status" >&2; exit 1; }
  echo "$name $(tail -n 1 "$scratch/time")" >>"$scratch/results"
}

for _ in $(seq "$runs"); do # turn by turn: the machine is not always the same
  run tokens "$scratch/baseline" tokens "$plan"
  run lint "$scratch/plan403" lint --no-source "$plan"
  run terraform-json "$scratch/baseline" decode "$plan"
  if command -v jq >/dev/null; then run jq jq '[.resource_changes[].type] | length' "$plan"; fi
  if command -v conftest >/dev/null; then run conftest conftest test -p "$scratch/policy.rego" "$plan"; fi
  run 1000-sites "$scratch/plan403" lint --no-source "$sites"
  run small-plan "$scratch/plan403" lint --no-source "$small"
done

# The best of each, and its ratio to lint.
sort -k1,1 -k2,2n "$scratch/results" | awk -v plan="$(wc -c <"$plan")" -v sites="$(wc -c <"$sites")" -v small="$(wc -c <"$small")" '
  !($1 in wall) { wall[$1] = $2; order[++n] = $1 }
  !($1 in cpu) || $3 + $4 < cpu[$1] { cpu[$1] = $3 + $4 }
  $5 > memory[$1] { memory[$1] = $5 }
  END {
    printf "plan %.1f MB, 1000 sites %.1f MB, small plan %.0f KB\n", plan / 1e6, sites / 1e6, small / 1e3
    printf "%-16s %8s %8s %8s %10s\n", "", "wall", "CPU", "memory", "wall/lint"
    for (i = 1; i <= n; i++) {
      x = order[i]
      printf "%-16s %6.2f s %6.2f s %5d MB %10.2f\n", x, wall[x], cpu[x], memory[x] / 1024, wall[x] / wall["lint"]
    }
  }'
