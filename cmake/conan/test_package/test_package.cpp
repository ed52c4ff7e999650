// SPDX-License-Identifier: MIT
#include <heaparray/heaparray.hpp>

#include <cstdio>

int main() {
  const auto array = heaparray::ArcArray<int, char>::with_elements('x', 1, 2, 3);
  std::printf("%zu elements behind '%c'\n", array.size(), array.label());
}
