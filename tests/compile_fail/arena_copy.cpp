// SPDX-License-Identifier: MIT
//
// A block in an arena does not know the arena, so a copy must say where it is to be.
//
// expect: a block in an arena does not keep its allocator
// not: no matching
// lines: 30
#include <heaparray/pmr.hpp>

using A = heaparray::HeapArray<int, heaparray::NoLabel, heaparray::pmr::ArenaAllocator<>>;

A copy(const A& a, [[maybe_unused]] std::pmr::memory_resource* arena) {
#ifdef HEAPARRAY_EXPECT_OK
  return A(a, arena);
#else
  return a;
#endif
}
