// SPDX-License-Identifier: MIT
//
// A builder does not go on where an array ends.
//
// expect: begin with a label, then append_range
#include <heaparray/heaparray.hpp>

#include <utility>

heaparray::HeapArray<int, char> three = {1, 2, 3};
#ifdef HEAPARRAY_EXPECT_OK
heaparray::ArrayBuilder<heaparray::HeapArray<int, char>> more('x', 10);
#else
heaparray::ArrayBuilder<heaparray::HeapArray<int, char>> more(std::move(three), 10);
#endif
