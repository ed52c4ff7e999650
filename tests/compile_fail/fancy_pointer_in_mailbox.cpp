// SPDX-License-Identifier: MIT
//
// So has one for arrays with a single owner.
//
// expect: Handles whose allocator has fancy pointers are exchanged under a mutex
#include <heaparray/heaparray.hpp>
#include "support/allocators.hpp"

#ifdef HEAPARRAY_EXPECT_OK
using Allocator = test::CountingStateless<int>;
#else
using Allocator = test::FancyAllocator<int>;
#endif
heaparray::AtomicPtrArray<int, heaparray::NoLabel, Allocator> mailbox;
