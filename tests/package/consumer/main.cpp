// SPDX-License-Identifier: MIT
//
// What a user's first file might be.
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdio>
#include <string>

std::size_t length_in_other_file(const heaparray::ArcArray<int, char>& array);

int main() {
#ifdef EXPECTED_VERSION
  const std::string version = std::to_string(HEAPARRAY_VERSION_MAJOR) + "." +
                              std::to_string(HEAPARRAY_VERSION_MINOR) + "." +
                              std::to_string(HEAPARRAY_VERSION_PATCH);
  if (version != EXPECTED_VERSION) {
    std::fprintf(stderr, "the header is of version %s, the package of " EXPECTED_VERSION "\n",
                 version.c_str());
    return 1;
  }
#endif
  const auto array = heaparray::ArcArray<int, char>::with_label(
      'x', 3, [](std::size_t i) { return static_cast<int>(i) * 2; });
  const auto copy = array;
  if (copy[2] != 4 || copy.label() != 'x' || length_in_other_file(copy) != 3) return 1;
  std::puts("heaparray works here");
}
