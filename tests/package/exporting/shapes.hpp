// SPDX-License-Identifier: MIT
#ifndef SHAPES_HPP
#define SHAPES_HPP

#include <cstddef>
#include <heaparray/fwd.hpp>

namespace shapes {

struct Point {
  int x, y;
};

heaparray::ArcArray<Point, char> diagonal(char name, std::size_t n);

}  // namespace shapes

#endif  // SHAPES_HPP
