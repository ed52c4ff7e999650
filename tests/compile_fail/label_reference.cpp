// SPDX-License-Identifier: MIT
//
// Labels cannot be references.
//
// expect: a label must be of an object type that is not an array, const or volatile. For references use pointers
// lines: 39
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
int n = 0;
auto a = heaparray::HeapArray<int, int*>::with_len(&n, 3);
#else
int n = 0;
auto a = heaparray::HeapArray<int, int&>::with_len(n, 3);
#endif
