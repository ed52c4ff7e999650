// SPDX-License-Identifier: MIT
//
// The same rules for shared handles.
//
// expect: elements must be of an object type that is not an array, const or volatile
// lines: 39
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::ArcArray<int> a;
#else
heaparray::ArcArray<const int> a;
#endif
