// SPDX-License-Identifier: MIT
//
// make_mut copies a shared block, if it can be copied.
//
// expect: copying a unique array copies its elements, and these cannot be copied
#include <heaparray/heaparray.hpp>
#include <memory>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::ArcArray<std::unique_ptr<int>> a(3);
auto* b = a.to_mut();
#else
heaparray::ArcArray<std::unique_ptr<int>> a(3);
auto* b = &a.make_mut();
#endif
