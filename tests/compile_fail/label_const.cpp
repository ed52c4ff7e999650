// SPDX-License-Identifier: MIT
//
// Labels cannot be const: a const handle is how they are protected.
//
// expect: a label must be of an object type that is not an array, const or volatile
// lines: 39
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
const auto a = heaparray::HeapArray<int, int>::with_len(1, 3);
#else
const auto a = heaparray::HeapArray<int, const int>::with_len(1, 3);
#endif
