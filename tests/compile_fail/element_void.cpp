// SPDX-License-Identifier: MIT
//
// Elements cannot be void.
//
// expect: elements must be of an object type that is not an array, const or volatile
// lines: 39
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::HeapArray<char> a;
#else
heaparray::HeapArray<void> a;
#endif
