// SPDX-License-Identifier: MIT
//
// A(n) value-initialises its elements, so there must be a way to.
//
// expect: these elements have no default constructor.*with A\(n, init\)
#include <heaparray/heaparray.hpp>
struct E {
  explicit E(int) {}
};

#ifdef HEAPARRAY_EXPECT_OK
heaparray::HeapArray<E> a(3, [](std::size_t) { return E(1); });
#else
heaparray::HeapArray<E> a(3);
#endif
