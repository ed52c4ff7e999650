// SPDX-License-Identifier: MIT
//
// get<I> of an array of fixed length counts from 0.
//
// expect: get<I>\(array\): the array has not that many elements
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
int f(const heaparray::FixedArray<int, 3>& a) { return get<2>(a); }
#else
int f(const heaparray::FixedArray<int, 3>& a) { return get<3>(a); }
#endif
