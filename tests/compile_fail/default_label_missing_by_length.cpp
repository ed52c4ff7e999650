// SPDX-License-Identifier: MIT
//
// A(n) makes a default label, so there must be one.
//
// expect: a label without a default constructor needs with_label\(label, n, init\)
#include <heaparray/heaparray.hpp>
struct L {
  int n;
  explicit L(int i) : n(i) {}
};

#ifdef HEAPARRAY_EXPECT_OK
auto a = heaparray::ArcArray<int, L>::with_len(L(1), 3);
#else
heaparray::ArcArray<int, L> a(3);
#endif
