// SPDX-License-Identifier: MIT
//
// The label of a shared array is read, and written only through label_mut and make_mut.
//
// expect: (assignment of read-only location|cannot assign to return value because function 'label' returns a const value)
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
void f(heaparray::RcArray<int, int>& a) { *a.label_mut() = 1; }
#else
void f(heaparray::RcArray<int, int>& a) { a.label() = 1; }
#endif
