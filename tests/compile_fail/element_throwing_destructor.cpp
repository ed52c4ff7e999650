// SPDX-License-Identifier: MIT
//
// Destructors of elements must not throw.
//
// expect: the destructors of elements must be noexcept
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
struct T {
  ~T() {}
};
heaparray::HeapArray<T> a(3);
#else
struct T {
  ~T() noexcept(false) {}
};
heaparray::HeapArray<T> a(3);
#endif
