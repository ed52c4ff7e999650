// SPDX-License-Identifier: MIT
//
// A literal is an array with a NUL at its end, which nobody means to append.
//
// expect: append of a literal would count the NUL at its end
#include <heaparray/heaparray.hpp>

void add(heaparray::ArrayBuilder<heaparray::HeapArray<char>>& b) {
#ifdef HEAPARRAY_EXPECT_OK
  b.append(std::string_view("text"));
#else
  b.append("text");
#endif
}
