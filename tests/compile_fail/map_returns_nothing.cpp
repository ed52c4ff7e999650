// SPDX-License-Identifier: MIT
//
// What map makes elements of is a result.
//
// expect: map\(f\): f must return the new element
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
auto a = heaparray::HeapArray<int>{1, 2}.map([](int i) { return i * 0.5; });
#else
auto a = heaparray::HeapArray<int>{1, 2}.map([](int) {});
#endif
