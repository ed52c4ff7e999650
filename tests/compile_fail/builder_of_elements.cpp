// SPDX-License-Identifier: MIT
//
// A builder is told the handle that it builds for.
//
// expect: ArrayBuilder<Handle> builds the arrays of heaparray.*give it the type of a handle
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::ArrayBuilder<heaparray::HeapArray<int>> b(3);
#else
heaparray::ArrayBuilder<int> b(3);
#endif
