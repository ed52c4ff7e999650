// SPDX-License-Identifier: MIT
//
// What grows has a header of its own.
//
// expect: #include <heaparray/growing_array.hpp>
#include <heaparray/heap_array.hpp>

#ifdef HEAPARRAY_EXPECT_OK
#include <heaparray/growing_array.hpp>
#endif

heaparray::GrowingArray<int> make() { return heaparray::GrowingArray<int>(3); }
