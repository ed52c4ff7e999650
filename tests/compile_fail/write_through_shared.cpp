// SPDX-License-Identifier: MIT
//
// Elements of a shared array are read, and written only through members that say so.
//
// expect: (assignment of read-only location|read-only variable is not assignable|cannot assign to return value because function 'operator\[\]' returns a const value)
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
void f(heaparray::ArcArray<int>& a) { a.make_mut()[0] = 1; }
#else
void f(heaparray::ArcArray<int>& a) { a[0] = 1; }
#endif
