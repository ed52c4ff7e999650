// SPDX-License-Identifier: MIT
//
// Arrays are compared by labels that can be compared.
//
// expect: arrays are compared label first, and these labels have no operator==
#include <heaparray/heaparray.hpp>
struct L {};

#ifdef HEAPARRAY_EXPECT_OK
bool f(const heaparray::HeapArray<int, int>& a) { return a == a; }
#else
bool f(const heaparray::HeapArray<int, L>& a) { return a == a; }
#endif
