// SPDX-License-Identifier: MIT
#include "shapes.hpp"

#include <heaparray/heaparray.hpp>

namespace shapes {

heaparray::ArcArray<Point, char> diagonal(char name, std::size_t n) {
  return heaparray::ArcArray<Point, char>::with_label(
      name, n, [](std::size_t i) { return Point{static_cast<int>(i), static_cast<int>(i)}; });
}

}  // namespace shapes
