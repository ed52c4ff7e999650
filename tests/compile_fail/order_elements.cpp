// SPDX-License-Identifier: MIT
//
// Arrays are ordered by elements that have an order.
//
// expect: no order: elements and labels need an operator
// lines: 39
#include <heaparray/heaparray.hpp>
struct T {
  bool operator==(const T&) const { return true; }
};
struct U {
  auto operator<=>(const U&) const = default;
};

#ifdef HEAPARRAY_EXPECT_OK
bool f(const heaparray::HeapArray<U>& a) { return a < a; }
#else
bool f(const heaparray::HeapArray<T>& a) { return a < a; }
#endif
