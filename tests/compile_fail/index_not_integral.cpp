// SPDX-License-Identifier: MIT
//
// A double is no index.
//
// expect: (no match for .operator\[\]|no viable overloaded operator\[\]|no viable conversion)
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
int f(const heaparray::HeapArray<int>& a, long i) { return a[i]; }
#else
int f(const heaparray::HeapArray<int>& a, double i) { return a[i]; }
#endif
