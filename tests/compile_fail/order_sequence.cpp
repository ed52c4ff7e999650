// SPDX-License-Identifier: MIT
//
// An array and a vector are ordered by elements that have an order.
//
// expect: no order: elements and labels need an operator
// lines: 39
#include <heaparray/heaparray.hpp>
#include <vector>
struct T {
  bool operator==(const T&) const { return true; }
};
struct U {
  auto operator<=>(const U&) const = default;
};

#ifdef HEAPARRAY_EXPECT_OK
bool f(const heaparray::HeapArray<U>& a, const std::vector<U>& v) { return v < a; }
#else
bool f(const heaparray::HeapArray<T>& a, const std::vector<T>& v) { return v < a; }
#endif
