// SPDX-License-Identifier: MIT
//
// A literal is an array with a NUL at its end, which nobody means to store.
//
// expect: from_range of a literal would count the NUL at its end
// expect: write from_text\(literal\)
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
auto a = heaparray::ArcArray<char>::from_text("text");
#else
auto a = heaparray::ArcArray<char>::from_range("text");
#endif
