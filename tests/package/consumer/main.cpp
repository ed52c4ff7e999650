// SPDX-License-Identifier: MIT
//
// What a user's first file might be.
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdio>
#include <cstring>

std::size_t length_in_other_file(const heaparray::ArcArray<int, char>& array);

int main() {
  // The same version for CMake and for the compiler.
  if (std::strcmp(HEAPARRAY_VERSION_STRING, EXPECTED_VERSION) != 0) {
    std::fprintf(stderr, "the header is of version %s, the package of %s\n", HEAPARRAY_VERSION_STRING,
                 EXPECTED_VERSION);
    return 1;
  }
  const auto array = heaparray::ArcArray<int, char>::with_label(
      'x', 3, [](std::size_t i) { return static_cast<int>(i) * 2; });
  const auto copy = array;
  if (copy[2] != 4 || copy.label() != 'x' || length_in_other_file(copy) != 3) return 1;
  std::puts("heaparray works here");
}
