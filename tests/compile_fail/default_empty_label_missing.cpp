// SPDX-License-Identifier: MIT
//
// The same for a label that takes no byte, which is built by other code.
//
// expect: a label without a default constructor needs with_label\(label, n, init\)
#include <heaparray/heaparray.hpp>
struct L {
  explicit L(int) {}
};

#ifdef HEAPARRAY_EXPECT_OK
auto a = heaparray::ArcArray<int, L>::with_len(L(1), 3);
#else
heaparray::ArcArray<int, L> a(3);
#endif
