// SPDX-License-Identifier: MIT
//
// An element is built from what emplace_back is given.
//
// expect: emplace_back: an element cannot be constructed from these arguments
#include <heaparray/heaparray.hpp>
#include <string>

void add(heaparray::ArrayBuilder<heaparray::HeapArray<std::string>>& b) {
#ifdef HEAPARRAY_EXPECT_OK
  b.emplace_back(3, 'x');
#else
  b.emplace_back(3.5, "x", 'x');
#endif
}
