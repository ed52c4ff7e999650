#!/bin/sh
# sh cmake/fuzz.sh [seconds [target...]]
#
# Searches for inputs with which the library and the models of tests/fuzz differ: with libFuzzer and AddressSanitizer,
# for so many seconds in all (120), starting from the corpora in tests/fuzz/corpus. Inputs that are worth keeping go to
# build/fuzz/<target>.corpus, and what fails to build/fuzz/<target>-*. The table at the end has the executions and the
# edges that were covered. MINIMIZE=1 makes the corpora anew, as small as they can be, from both folders.
# Needs clang++ (CXX names another) and libclang-rt-14-dev.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-120}
[ $# = 0 ] || shift
[ $# != 0 ] || set -- handles trivial faults soft_faults cells
each=$((seconds / $#))
[ $each -gt 0 ] || each=1
mkdir -p build/fuzz

status=0
table=
for target; do
  program=build/fuzz/$target
  mkdir -p "$program.corpus"
  if ! "${CXX:-clang++}" -std=c++20 -O1 -g1 -fsanitize=fuzzer,address -fno-omit-frame-pointer -Iinclude -Itests \
    "tests/fuzz/$target.cpp" -pthread -o "$program"; then
    status=1
    continue
  fi
  if [ -n "${MINIMIZE-}" ]; then
    mkdir -p "$program.small"
    rm -f "$program.small"/*
    "$program" -merge=1 -max_len=64 "$program.small" "tests/fuzz/corpus/$target" "$program.corpus"
    continue
  fi
  # Without -len_control=0 it tries short inputs for long.
  if ! "$program" -max_total_time=$each -max_len=400 -len_control=0 -print_final_stats=1 \
    -artifact_prefix="$program-" "$program.corpus" "tests/fuzz/corpus/$target" >"$program.log" 2>&1; then
    grep -v -e 'NEW' -e 'REDUCE' "$program.log" | tail -n 60
    status=1
  fi
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$program.log")
  edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$program.log" | tail -n 1)
  table="$table$(printf '%-12s %12s %8s %10s' "$target" "${runs:-?}" "${edges:-?}" "$each s")
"
done
printf '%-12s %12s %8s %10s\n%s' target executions edges time "$table"
exit $status
