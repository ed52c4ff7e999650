// SPDX-License-Identifier: MIT
//
// Copy on write needs a label that can be copied. Nothing else is said about it.
//
// expect: copying a unique array copies its label, and this one cannot be copied
// not: warning:
// lines: 39
// flags: -Wall -Wextra
#include <atomic>
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
void f(heaparray::ArcArray<int, int>& a) { a.make_mut()[0] = 1; }
#else
void f(heaparray::ArcArray<int, std::atomic<int>>& a) { a.make_mut()[0] = 1; }
#endif
