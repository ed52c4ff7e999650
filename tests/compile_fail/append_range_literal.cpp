// SPDX-License-Identifier: MIT
//
// The same, as a range.
//
// expect: append_range of a literal would count the NUL at its end
#include <heaparray/heaparray.hpp>

void add(heaparray::ArrayBuilder<heaparray::HeapArray<char>>& b) {
#ifdef HEAPARRAY_EXPECT_OK
  b.append_range(std::string_view("text"));
#else
  b.append_range("text");
#endif
}
