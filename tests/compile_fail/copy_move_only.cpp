// SPDX-License-Identifier: MIT
//
// A unique array of elements that cannot be copied cannot be copied.
//
// expect: copying a unique array copies its elements, and these cannot be copied. Move the array with std::move
#include <heaparray/heaparray.hpp>
#include <memory>
#include <utility>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::HeapArray<std::unique_ptr<int>> a(3);
auto b = std::move(a);
#else
heaparray::HeapArray<std::unique_ptr<int>> a(3);
auto b = a;
#endif
