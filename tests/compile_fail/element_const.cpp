// SPDX-License-Identifier: MIT
//
// Elements cannot be const: a const handle is how they are protected.
//
// expect: elements must be of an object type that is not an array, const or volatile
// lines: 39
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
const heaparray::HeapArray<int> a;
#else
const heaparray::HeapArray<const int> a;
#endif
