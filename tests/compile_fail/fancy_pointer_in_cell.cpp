// SPDX-License-Identifier: MIT
//
// An atomic cell has the address of its array in one word.
//
// expect: a cell is one atomic word with the address of its array, which is right in one process only
#include <heaparray/heaparray.hpp>
#include "support/allocators.hpp"

#ifdef HEAPARRAY_EXPECT_OK
using Allocator = test::CountingStateless<int>;
#else
using Allocator = test::FancyAllocator<int>;
#endif
heaparray::AtomicArcArray<int, heaparray::NoLabel, Allocator> cell;
