// SPDX-License-Identifier: MIT
//
// The last parameter is an allocator.
//
// expect: Allocator must be an allocator, as std::allocator<std::byte> is
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::HeapArray<int, char, std::allocator<char>> a(3);
#else
heaparray::HeapArray<int, char, int> a(3);
#endif
