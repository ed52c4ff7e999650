// SPDX-License-Identifier: MIT
//
// Elements without an order have none in an array.
//
// expect: no order: elements and labels need an operator<=> or <
// lines: 39
#include <heaparray/heaparray.hpp>

#include <compare>

struct Point {
  int x;
#ifdef HEAPARRAY_EXPECT_OK
  friend auto operator<=>(const Point&, const Point&) = default;
#endif
};

bool before(const heaparray::TpArcArray<Point>& a, const heaparray::HeapArray<Point>& b) { return a < b; }
