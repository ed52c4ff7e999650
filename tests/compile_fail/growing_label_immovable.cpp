// SPDX-License-Identifier: MIT
//
// An array grows by moving its label.
//
// expect: an array grows by moving its label to a larger block
#include <heaparray/growing_array.hpp>

#include <atomic>

#ifdef HEAPARRAY_EXPECT_OK
using Label = int;
#else
using Label = std::atomic<int>;
#endif

void add(heaparray::GrowingArray<int, Label>& array) { array.push_back(1); }
