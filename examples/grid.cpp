// SPDX-License-Identifier: MIT
//
// A grid of numbers with its shape beside it, in one block, read and written as a std::mdspan of C++23: temperatures of a plate
// that spread from one hot edge, a shared picture of each step for who draws it.
#include <cstdio>
#include <heaparray/heaparray.hpp>
#include <version>

#ifndef __cpp_lib_mdspan

int main() { std::puts("needs std::mdspan, which this standard library does not have"); }

#else

#include <mdspan>

struct Shape {
  std::size_t rows, columns;
};
using Grid = heaparray::ArcArray<double, Shape>;

Grid grid(Shape shape, double value) { return Grid::filled(shape, shape.rows * shape.columns, value); }

auto view(const Grid& g) { return std::mdspan(g.data(), g.label().rows, g.label().columns); }

/// The same for writing; a copy is made if there are other owners.
auto edit(Grid& g) {
  const Shape shape = g.label();
  return std::mdspan(g.make_mut().data(), shape.rows, shape.columns);
}

/// Each inner number becomes the mean of its four neighbours.
Grid step(const Grid& old) {
  Grid next = old.clone();
  const auto from = view(old);
  const auto to = edit(next);
  for (std::size_t y = 1; y + 1 < from.extent(0); ++y)
    for (std::size_t x = 1; x + 1 < from.extent(1); ++x)
      to[y, x] = (from[y - 1, x] + from[y + 1, x] + from[y, x - 1] + from[y, x + 1]) / 4;
  return next;
}

int main() {
  Grid plate = grid({8, 12}, 20);
  const auto edge = edit(plate);
  for (std::size_t x = 0; x < edge.extent(1); ++x) edge[0, x] = 90;

  const Grid first = plate;  // kept for drawing
  for (int i = 0; i < 50; ++i) plate = step(plate);

  const auto now = view(plate);
  for (std::size_t y = 0; y < now.extent(0); ++y) {
    for (std::size_t x = 0; x < now.extent(1); ++x) std::printf("%4.0f", now[y, x]);
    std::puts("");
  }
  return now[1, 5] > 50 && view(first)[1, 5] == 20 ? 0 : 1;
}

#endif
