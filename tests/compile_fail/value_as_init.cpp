// SPDX-License-Identifier: MIT
//
// A(n, value) is for std::vector; here it would have to guess.
//
// expect: To fill an array with copies of a value, use filled\(label, n, value\)
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
auto a = heaparray::HeapArray<int>::filled({}, 3, 5);
#else
heaparray::HeapArray<int> a(3, 5);
#endif
