// SPDX-License-Identifier: MIT
//
// A(n) and A(n, init) make a default label, so there must be one.
//
// expect: is_default_constructible_v<(Label|L)>
#include <heaparray/heaparray.hpp>
struct L {
  int n;
  explicit L(int i) : n(i) {}
};

#ifdef HEAPARRAY_EXPECT_OK
auto a = heaparray::HeapArray<int, L>::with_label(L(1), 3, [](std::size_t) { return 1; });
#else
heaparray::HeapArray<int, L> a(3, [](std::size_t) { return 1; });
#endif
