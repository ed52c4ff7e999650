// SPDX-License-Identifier: MIT
//
// Arrays are ordered by labels that have an order.
//
// expect: no order: elements and labels need an operator
// lines: 39
#include <heaparray/heaparray.hpp>
struct T {};
struct U {
  auto operator<=>(const U&) const = default;
};

#ifdef HEAPARRAY_EXPECT_OK
bool f(const heaparray::HeapArray<int, U>& a) { return a >= a; }
#else
bool f(const heaparray::HeapArray<int, T>& a) { return a >= a; }
#endif
