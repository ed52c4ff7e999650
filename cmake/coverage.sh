#!/bin/sh
# sh cmake/coverage.sh [minimum]
#
# Runs the tests with line coverage, lists every line of include/ that no test reached, and fails below the minimum
# (98 percent). Needs g++, gcovr and Catch2; builds into build/coverage. CXX, CXXFLAGS and GCOV choose others, such as
# clang++-19, -stdlib=libc++ and "llvm-cov-19 gcov", which also have <format>.
set -eu
cd "$(dirname "$0")/.."
minimum=${1:-98}
build=build/coverage
if command -v ninja >/dev/null; then export CMAKE_GENERATOR="${CMAKE_GENERATOR:-Ninja}"; fi

cmake -S . -B $build -DCMAKE_CXX_COMPILER="${CXX:-g++}" -DCMAKE_BUILD_TYPE= \
  -DHEAPARRAY_WERROR=ON -DHEAPARRAY_COVERAGE=ON -DHEAPARRAY_MODEL_CHECK=OFF -DHEAPARRAY_BUILD_TESTS=ON -DHEAPARRAY_BUILD_EXAMPLES=ON
cmake --build $build
find $build -name '*.gcda' -exec rm -f {} +  # figures of an earlier run

# Examples run too, but are no tests of the library: what only they reach is not covered.
status=0
ctest --test-dir $build --output-on-failure --no-tests=error --timeout 600 \
  --label-exclude once --output-junit junit.xml || status=1

mkdir -p $build/html
gcovr --root . --filter include/ --exclude-directories '.*/examples' --txt - --html-details $build/html/index.html --fail-under-line "$minimum" $build ||
  status=1
echo "each file with its lines: $build/html/index.html"
exit $status
