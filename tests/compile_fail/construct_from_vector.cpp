// SPDX-License-Identifier: MIT
//
// A copy of a vector is made by from_range.
//
// expect: from_range.range. makes an array of copies
// lines: 39
#include <heaparray/heaparray.hpp>
#include <vector>

#ifdef HEAPARRAY_EXPECT_OK
auto f(const std::vector<int>& v) { return heaparray::HeapArray<int>::from_range(v); }
#else
auto f(const std::vector<int>& v) { return heaparray::HeapArray<int>(v); }
#endif
