// SPDX-License-Identifier: MIT
//
// Nor a class with an array.
//
// expect: compare elements, or by std::ranges::equal
// lines: 39
#include <heaparray/heaparray.hpp>

struct Money {
  int cents;
};

#ifdef HEAPARRAY_EXPECT_OK
bool differ(const heaparray::HeapArray<int>& a, const Money& b) { return b.cents != a[0]; }
#else
bool differ(const heaparray::HeapArray<int>& a, const Money& b) { return b != a; }
#endif
