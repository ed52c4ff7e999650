// SPDX-License-Identifier: MIT
//
// A block without a count cannot be shared as it is.
//
// expect: the block of this array has no count, so it cannot be shared as it is. Make it as UniqueRc<T, Label>
#include <heaparray/heaparray.hpp>
#include <utility>

#ifdef HEAPARRAY_EXPECT_OK
void f(heaparray::ArcArray<int>::owner_type& a) { auto b = std::move(a).share(); }
#else
void f(heaparray::HeapArray<int>& a) { auto b = std::move(a).share(); }
#endif
