// SPDX-License-Identifier: MIT
//
// Printing is opt-in, and the header is named.
//
// expect: include ostream.hpp
// lines: 39
#include <heaparray/heaparray.hpp>

#include <iostream>

#ifdef HEAPARRAY_EXPECT_OK
#include <heaparray/ostream.hpp>
#endif
void print(const heaparray::HeapArray<int>& a) { std::cout << a; }
