// SPDX-License-Identifier: MIT
//
// Arrays are compared by elements that can be compared.
//
// expect: arrays are compared element by element, and these elements have no operator==
#include <heaparray/heaparray.hpp>
struct T {};
struct U {
  bool operator==(const U&) const { return true; }
};

#ifdef HEAPARRAY_EXPECT_OK
bool f(const heaparray::HeapArray<U>& a) { return a == a; }
#else
bool f(const heaparray::HeapArray<T>& a) { return a == a; }
#endif
