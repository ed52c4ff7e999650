// SPDX-License-Identifier: MIT
//
// A slice is one more owner of its array, so it takes a shared one.
//
// expect: SharedSlice<Handle> needs a shared handle, such as RcArray or ArcArray.*slice\(first, last\), or share\(\) it
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
using Array = heaparray::ArcArray<int>;
#else
using Array = heaparray::HeapArray<int>;
#endif
heaparray::SharedSlice<Array> s(Array{1, 2, 3}, 1, 2);
