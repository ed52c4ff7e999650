// SPDX-License-Identifier: MIT
//
// An array has no order with a number.
//
// expect: no order: elements and labels need an operator
// lines: 39
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
bool f(const heaparray::HeapArray<int>& a) { return a.size() < 3; }
#else
bool f(const heaparray::HeapArray<int>& a) { return a < 3; }
#endif
