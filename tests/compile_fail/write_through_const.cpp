// SPDX-License-Identifier: MIT
//
// A unique handle is deeply const.
//
// expect: (assignment of read-only location|cannot assign to return value because function 'operator\[\]' returns a const value)
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
void f(heaparray::HeapArray<int>& a) { a[0] = 1; }
#else
void f(const heaparray::HeapArray<int>& a) { a[0] = 1; }
#endif
