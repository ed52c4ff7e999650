#!/bin/sh
# sh cmake/fuzz.sh [seconds [target...]]
#
# Searches for inputs with which the library and the models of tests/fuzz differ: with libFuzzer and AddressSanitizer,
# for so many seconds of one processor in all (120), starting from the corpora in tests/fuzz/corpus. Inputs that are
# worth keeping go to build/fuzz/<target>.corpus, and what fails to build/fuzz/<target>-*. The table at the end has the
# executions and the edges that were covered. MINIMIZE=1 makes the corpora anew, as small as they can be, from both folders.
# Needs clang++ (CXX names another) and libclang-rt-14-dev.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-120}
[ $# = 0 ] || shift
[ $# != 0 ] || set -- handles trivial faults soft_faults cells
each=$((seconds / $#))
[ $each -gt 0 ] || each=1
mkdir -p build/fuzz

# fuzz <target>: writes a line of the table; fails if something was found
fuzz() {
  target=$1
  program=build/fuzz/$target
  mkdir -p "$program.corpus"
  "${CXX:-clang++}" -std=c++20 -O1 -g1 -fsanitize=fuzzer,address -fno-omit-frame-pointer -Iinclude -Itests \
    "tests/fuzz/$target.cpp" -pthread -o "$program" || return
  if [ -n "${MINIMIZE-}" ]; then
    mkdir -p "$program.small"
    rm -f "$program.small"/*
    "$program" -merge=1 -max_len=64 "$program.small" "tests/fuzz/corpus/$target" "$program.corpus"
    return
  fi
  # Without -len_control=0 it tries short inputs for long.
  found=0
  "$program" -max_total_time=$each -max_len=400 -len_control=0 -print_final_stats=1 \
    -artifact_prefix="$program-" "$program.corpus" "tests/fuzz/corpus/$target" >"$program.log" 2>&1 || found=1
  [ $found = 0 ] || grep -v -e 'NEW' -e 'REDUCE' "$program.log" | tail -n 60
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$program.log")
  edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$program.log" | tail -n 1)
  printf '%-12s %12s %8s %10s\n' "$target" "${runs:-?}" "${edges:-?}" "$each s" >"$program.row"
  return $found
}

# So many at a time as there are processors.
cores=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc 2>/dev/null || echo 1)}
status=0
running=
rm -f build/fuzz/*.row
for target; do
  # shellcheck disable=SC2086  # a list
  set -- $running
  if [ $# -ge "$cores" ]; then
    wait "$1" || status=1
    shift
  fi
  fuzz "$target" &
  running="$* $!"
done
for process in $running; do wait "$process" || status=1; done
printf '%-12s %12s %8s %10s\n' target executions edges time
cat build/fuzz/*.row 2>/dev/null || true
exit $status
