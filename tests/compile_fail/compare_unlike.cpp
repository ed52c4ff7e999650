// SPDX-License-Identifier: MIT
//
// An array is no number, and no list.
//
// expect: compare elements, or by std::ranges::equal
// lines: 39
#include <heaparray/heaparray.hpp>

#include <algorithm>
#include <list>

#ifdef HEAPARRAY_EXPECT_OK
bool equal(const heaparray::HeapArray<int>& a, const std::list<int>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}
#else
bool equal(const heaparray::HeapArray<int>& a, const std::list<int>& b) { return a == b; }
#endif
