// SPDX-License-Identifier: MIT
//
// The same with a label, and of other characters.
//
// expect: from_range of a literal would count the NUL at its end
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
auto a = heaparray::HeapArray<char16_t, int>::from_text(7, u"text");
#else
auto a = heaparray::HeapArray<char16_t, int>::from_range(7, u"text");
#endif
