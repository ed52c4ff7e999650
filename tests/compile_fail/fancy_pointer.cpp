// SPDX-License-Identifier: MIT
//
// Allocators must give raw pointers.
//
// expect: this allocator's pointer type is not a raw pointer.*use an allocator whose .pointer. is .value_type
#include <heaparray/heaparray.hpp>
#include "support/allocators.hpp"

#ifdef HEAPARRAY_EXPECT_OK
heaparray::HeapArray<int, heaparray::NoLabel, test::CountingStateless<int>> a(3);
#else
heaparray::HeapArray<int, heaparray::NoLabel, test::FancyAllocator<int>> a(3);
#endif
