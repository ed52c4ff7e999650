// SPDX-License-Identifier: MIT
//
// with_label without its label.
//
// expect: with_label\(label, n, init\) takes three things
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
auto a = heaparray::ArcArray<int, char>::with_label('x', 3, [](std::size_t) { return 0; });
#else
auto a = heaparray::ArcArray<int, char>::with_label(3, [](std::size_t) { return 0; });
#endif
