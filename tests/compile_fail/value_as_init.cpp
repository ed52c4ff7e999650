// SPDX-License-Identifier: MIT
//
// A(n, value) makes copies, as for std::vector. with_label takes a function: a value may be one that was forgotten.
//
// expect: To fill an array with copies of a value, use filled\(label, n, value\)
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
auto a = heaparray::HeapArray<int>::filled({}, 3, 5);
#else
auto a = heaparray::HeapArray<int>::with_label({}, 3, 5);
#endif
