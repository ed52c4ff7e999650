// SPDX-License-Identifier: MIT
//
// Destructors of labels must not throw.
//
// expect: the destructor of a label must be noexcept
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
struct L {
  ~L() {}
};
heaparray::ArcArray<int, L> a(3);
#else
struct L {
  ~L() noexcept(false) {}
};
heaparray::ArcArray<int, L> a(3);
#endif
