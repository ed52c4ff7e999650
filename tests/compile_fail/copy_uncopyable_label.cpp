// SPDX-License-Identifier: MIT
//
// A unique array with a label that cannot be copied cannot be copied.
//
// expect: copying a unique array copies its label, and this one cannot be copied. Move the array with std::move
#include <atomic>
#include <heaparray/heaparray.hpp>
#include <utility>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::HeapArray<int, std::atomic<int>> a(3);
auto b = std::move(a);
#else
heaparray::HeapArray<int, std::atomic<int>> a(3);
auto b = a;
#endif
