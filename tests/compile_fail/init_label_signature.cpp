// SPDX-License-Identifier: MIT
//
// `init` takes the label by reference and not by pointer.
//
// expect: init must be callable as init\(label, i\) or init\(i\)
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
auto a = heaparray::ArcArray<int, long>::with_label(0, 3, [](long&, std::size_t) { return 1; });
#else
auto a = heaparray::ArcArray<int, long>::with_label(0, 3, [](long*, std::size_t) { return 1; });
#endif
