#!/usr/bin/env bash
# Runs plan403 with the action's inputs: annotations at the lines of the .tf
# files, and the summary of the job, which plan403 writes to the file that
# GITHUB_STEP_SUMMARY names.
set -euo pipefail

arguments=()
while IFS= read -r line; do
  if [ -n "$line" ]; then arguments+=("$line"); fi
done <<<"${PLAN403_ARGS:-}"
if [ -n "${PLAN403_SOURCE:-}" ]; then arguments+=(--source "$PLAN403_SOURCE"); fi

plans=() terraform=()
shopt -s globstar 2>/dev/null || true # the bash of macOS is too old for **
while IFS= read -r line; do
  if [ -z "$line" ]; then continue; fi
  # A pattern is expanded but not split, so that names may hold spaces. What it
  # meets is up to the repository, and must not make terraform run.
  case $line in *[*?[]*) terraform=(--no-terraform) ;; esac
  matches=$(compgen -G "$line" | sort) || matches=$line
  while IFS= read -r plan; do plans+=("$plan"); done <<<"$matches"
done <<<"${PLAN403_PLAN:-plan.json}"

# Given, the flag wins over fail_on of .plan403.hcl.
if [ -n "${PLAN403_FAIL_ON:-}" ]; then arguments+=(--fail-on "$PLAN403_FAIL_ON"); fi

status=0
plan403 lint --format github \
  ${terraform[@]+"${terraform[@]}"} ${arguments[@]+"${arguments[@]}"} -- "${plans[@]}" || status=$?
printf 'status=%s\n' "$status" >>"${GITHUB_OUTPUT:-/dev/null}"
exit "$status"
