// SPDX-License-Identifier: MIT
//
// `init` does not fill in, it returns.
//
// expect: must return the element or what one can be constructed from
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::RcArray<int> a(3, [](std::size_t i) { return static_cast<int>(i); });
#else
heaparray::RcArray<int> a(3, [](std::size_t) {});
#endif
