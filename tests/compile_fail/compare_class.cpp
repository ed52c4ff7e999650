// SPDX-License-Identifier: MIT
//
// An array does not equal an object of a class that is no sequence of elements.
//
// expect: compare elements, or by std::ranges::equal
// lines: 39
#include <heaparray/heaparray.hpp>

struct Point {
  int x;
};

bool same(const heaparray::HeapArray<int>& array, const Point& point) {
#ifdef HEAPARRAY_EXPECT_OK
  return array.size() == 1 && array[0] == point.x;
#else
  return array == point;
#endif
}
