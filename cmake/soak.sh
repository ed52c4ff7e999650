#!/usr/bin/env bash
# cmake/soak.sh <hours> [<kind>...]    kinds: fuzz stress tsan relacy (all)
#
# Looks for what short runs do not find, for so many hours (0.5 is half of one): each kind in turn, some minutes each, round
# after round. `fuzz` is cmake/fuzz.sh; `stress` and `tsan` are the tests of the cells with more work, optimised and under
# ThreadSanitizer; `relacy` are the model checker's programs, with other executions in each round. What fails is kept in
# build/soak/failed; a failure ends nothing. The table at the end has the rounds, the failures and the time of each kind.
#
# Needs clang++ (CXX names another), libclang-rt-14-dev, cmake, and relacy-dev for `relacy`.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
hours=${1-}
[[ $hours =~ ^[0-9]+([.][0-9]+)?$ ]] || { sed -n '2,/^set /s/^# \{0,1\}//p' "$0" >&2; exit 2; }
shift
(($#)) || set -- fuzz stress tsan relacy
cores=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}
export CXX=${CXX:-clang++}
stress=(atomic_stress_test borrow_stress_test borrow_threads_test linearizability_test cell_reader_test weak_array_test)
models=(handles loan_cell lock_cell cell_reader borrow_loan_cell borrow_lock_cell borrow_one_sided weak)
mkdir -p build/soak/failed

# build <folder> <flags> <target>...
build() {
  local folder=build/soak/$1 flags=$2
  shift 2
  { cmake -S . -B "$folder" -DCMAKE_CXX_FLAGS="$flags" -DHEAPARRAY_BUILD_EXAMPLES=OFF &&
    cmake --build "$folder" --target "$@"; } >"$folder.log" 2>&1 || { tail -n 30 "$folder.log" >&2; return 1; }
}

# shellcheck disable=SC2317  # called by the name of a kind
# attempt <name> <command>...: with its output kept if it fails
attempt() {
  local log=build/soak/$round-$1.log
  shift
  if "$@" >"$log" 2>&1; then rm "$log"; else mv "$log" build/soak/failed/; return 1; fi
}

# side_by_side <kind> <folder> <program>...: as many at a time as there are processors
side_by_side() {
  local kind=$1 folder=$2 program status=0 running=()
  shift 2
  for program; do
    if ((${#running[@]} >= cores)); then
      wait "${running[0]}" || status=1
      running=("${running[@]:1}")
    fi
    attempt "$kind-$program" "${runner[@]}" "$folder/$program" &
    running+=($!)
  done
  for program in "${running[@]}"; do wait "$program" || status=1; done
  return "$status"
}
runner=()  # what a program is run under
# Where the kernel spreads addresses widely, ThreadSanitizer cannot lay out its shadow memory.
if setarch "$(uname -m)" -R true 2>/dev/null; then runner=(setarch "$(uname -m)" -R); fi

run_fuzz() { attempt fuzz sh cmake/fuzz.sh 600; }
run_stress() { HEAPARRAY_TEST_EFFORT=10 side_by_side stress build/soak/fast/tests "${stress[@]}"; }
run_tsan() { HEAPARRAY_TEST_EFFORT=3 side_by_side tsan build/soak/tsan/tests "${stress[@]}"; }
run_relacy() { HEAPARRAY_TEST_ROUND=$round side_by_side relacy build/soak/models/tests/relacy "${models[@]/#/relacy.}"; }

declare -A rounds failures seconds
for kind; do
  rounds[$kind]=0 failures[$kind]=0 seconds[$kind]=0
  case $kind in
    fuzz) ;;
    stress) build fast "-O2 -g1" "${stress[@]}" || exit ;;
    tsan) build tsan "-O1 -g1 -fsanitize=thread" "${stress[@]}" || exit ;;
    relacy) build models "" "${models[@]/#/relacy.}" || exit ;;
    *) echo "soak.sh: there is no kind \"$kind\"" >&2; exit 2 ;;
  esac
done

status=0
end=$((SECONDS + $(awk "BEGIN { print int($hours * 3600) }")))  # building does not count
for ((round = 1; SECONDS < end; ++round)); do
  for kind; do
    ((SECONDS < end)) || break
    begun=$SECONDS
    if "run_$kind"; then result=ok; else result=FAILED status=1; ((++failures[$kind])); fi
    ((++rounds[$kind], seconds[$kind] += SECONDS - begun))
    printf '%s round %d: %s, %d s\n' "$kind" "$round" "$result" $((SECONDS - begun)) >&2
  done
done
printf '%-10s %8s %10s %10s\n' kind rounds failures minutes
for kind; do
  printf '%-10s %8d %10d %10d\n' "$kind" "${rounds[$kind]}" "${failures[$kind]}" $(((seconds[$kind] + 30) / 60))
done
exit "$status"
