#!/bin/sh
# Usage: tests/run.sh PYTEST. Make two runs of pytest at a time: the tests marked slow, and all others.
# The output of the slow run follows when both have ended. The exit status is 0 if both passed.
slow_output=$(mktemp)
"$1" -m slow > "$slow_output" 2>&1 &
slow_run=$!
trap 'kill "$slow_run" 2> /dev/null; rm -f "$slow_output"' EXIT
trap 'exit 130' INT TERM

"$1" -m "not slow"
status=$?
wait "$slow_run" || status=1
cat "$slow_output"
exit "$status"
