// SPDX-License-Identifier: MIT
//
// No label is NoLabel, and not void.
//
// expect: a label must be of an object type that is not an array, const or volatile.*for no label heaparray::NoLabel
// lines: 39
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::HeapArray<int, heaparray::NoLabel> a(3);
#else
heaparray::HeapArray<int, void> a(3);
#endif
