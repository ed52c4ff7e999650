// SPDX-License-Identifier: MIT
//
// A length policy is a class.
//
// expect: Length must model heaparray::LengthPolicy, as LengthInHandle and LengthInBlock<> do
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::BasicArray<int, heaparray::NoLabel, heaparray::LengthInBlock<unsigned>> a(3);
#else
heaparray::BasicArray<int, heaparray::NoLabel, unsigned> a(3);
#endif
