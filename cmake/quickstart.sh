#!/bin/sh
# sh cmake/quickstart.sh        builds the examples into build/ and runs the main one on real files
# sh cmake/quickstart.sh test   the same, then builds and runs all tests
#
# Installs what is missing with apt-get (as root, or through sudo), and touches nothing if nothing is missing.
# HEAPARRAY_WERROR=ON stops at warnings. CXX, CMAKE_GENERATOR, CMAKE_BUILD_PARALLEL_LEVEL and CTEST_PARALLEL_LEVEL have their usual meanings.
set -eu

usage() {
  echo "usage: sh cmake/quickstart.sh [test]" >&2
  exit 2
}
[ $# -le 1 ] || usage
case "${1-}" in
  "") tests=OFF ;;
  test) tests=ON ;;
  *) usage ;;
esac

cd "$(dirname "$0")/.."
say() { printf '\n== %s\n' "$*"; }
fail() {
  printf 'quickstart: %s\n' "$*" >&2
  exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# CXX may hold flags or a launcher too ("ccache g++"): all of it goes to CMake, its first word must be there.
compiler=${CXX-}
compiler=${compiler%% *}
missing=
if [ -n "$compiler" ]; then
  has "$compiler" || fail "there is no compiler \"$compiler\", which CXX names"
elif ! has c++ && ! has g++ && ! has clang++; then
  missing="$missing g++"
fi
has cmake || missing="$missing cmake"
has ninja || has make || missing="$missing ninja-build"
if [ $tests = ON ]; then
  catch2=no
  for header in /usr/include/catch2 /usr/local/include/catch2; do
    if [ -d "$header" ]; then catch2=yes; fi
  done
  # Anywhere else, CMake finds it if it is told where.
  if [ -n "${Catch2_DIR-}${Catch2_ROOT-}${CMAKE_PREFIX_PATH-}" ]; then catch2=yes; fi
  [ $catch2 = yes ] || missing="$missing catch2"
fi

if [ -n "$missing" ]; then
  has apt-get || fail "please install:$missing"
  sudo=
  if [ "$(id -u)" != 0 ]; then
    has sudo || fail "please install, as root: apt-get install$missing"
    sudo=sudo
  fi
  say "Installing$missing"
  $sudo apt-get update -q
  # shellcheck disable=SC2086  # one word each
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
fi

cores=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
: "${CMAKE_BUILD_PARALLEL_LEVEL:=$cores}" "${CTEST_PARALLEL_LEVEL:=$cores}"
export CMAKE_BUILD_PARALLEL_LEVEL CTEST_PARALLEL_LEVEL

# CMake keeps the generator and the compiler that it began with; another CXX needs a fresh start.
mkdir -p build
begun_with="build/.quickstart-cxx"
fresh=
if [ -f build/CMakeCache.txt ]; then
  if [ "$(cat "$begun_with" 2>/dev/null)" != "${CXX-}" ]; then fresh=--fresh; fi
fi
if [ -n "$fresh" ] || [ ! -f build/CMakeCache.txt ]; then
  if has ninja; then : "${CMAKE_GENERATOR:=Ninja}"; else : "${CMAKE_GENERATOR:=Unix Makefiles}"; fi
  export CMAKE_GENERATOR
fi
say "Configuring"
cmake $fresh -S . -B build -DCMAKE_BUILD_TYPE=Release \
  -DHEAPARRAY_BUILD_EXAMPLES=ON -DHEAPARRAY_BUILD_TESTS=$tests \
  -DHEAPARRAY_WERROR="${HEAPARRAY_WERROR:-OFF}"
printf '%s\n' "${CXX-}" >"$begun_with"

say "Building"
cmake --build build

say "The words of README.md and LICENSE: build/examples/word_index"
build/examples/word_index README.md LICENSE

if [ $tests = ON ]; then
  say "Testing"
  # Examples run as tests too, from the source folder.
  status=0
  ctest --test-dir build --output-on-failure --no-tests=error --output-junit junit.xml || status=$?
  # Each reason once, with the number of tests that were left out for it.
  skipped=$(awk '
    /<testcase / { skipped = /status="notrun"/ }
    skipped && sub(/^.*SKIP: /, "") { sub(/<\/system-out>.*/, ""); ++tests[$0]; skipped = 0 }
    END { for (reason in tests) printf "%4d  %s\n", tests[reason], reason }' build/junit.xml |
    sed 's/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&apos;/'"'"'/g; s/&amp;/\&/g' | sort -k 2)
  if [ -n "$skipped" ]; then
    say "Skipped, and why; what is installed by then is tested the next time"
    printf '%s\n' "$skipped"
  fi
  exit $status
fi
