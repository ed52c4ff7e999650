// SPDX-License-Identifier: MIT
//
// An array grows by moving its elements.
//
// expect: an array grows by moving its elements to a larger block
#include <heaparray/growing_array.hpp>

struct Pinned {
  Pinned() = default;
#ifndef HEAPARRAY_EXPECT_OK
  Pinned(Pinned&&) = delete;
#endif
};

void add(heaparray::GrowingArray<Pinned>& array) { array.emplace_back(); }
