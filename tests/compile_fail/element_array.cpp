// SPDX-License-Identifier: MIT
//
// Elements cannot be arrays.
//
// expect: elements must be of an object type that is not an array, const or volatile.*for arrays std::array
// lines: 39
#include <array>
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::HeapArray<std::array<int, 3>> a;
#else
heaparray::HeapArray<int[3]> a;
#endif
