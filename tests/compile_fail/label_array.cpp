// SPDX-License-Identifier: MIT
//
// Labels cannot be arrays.
//
// expect: a label must be of an object type that is not an array, const or volatile.*for arrays std::array
// lines: 39
#include <array>
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::ArcArray<int, std::array<int, 2>> a(3);
#else
heaparray::ArcArray<int, int[2]> a(3);
#endif
