// SPDX-License-Identifier: MIT
//
// A label is made from a label.
//
// expect: convert_to: the label of the target cannot be made from the label of the source
#include <heaparray/heaparray.hpp>
#include <string>

using Numbered = heaparray::HeapArray<char, int>;
#ifdef HEAPARRAY_EXPECT_OK
auto a = heaparray::convert_to<heaparray::ArcArray<char, long>>(Numbered::with_len(1, 3));
#else
auto a = heaparray::convert_to<heaparray::ArcArray<char, std::string>>(Numbered::with_len(1, 3));
#endif
