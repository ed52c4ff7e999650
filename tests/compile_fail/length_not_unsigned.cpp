// SPDX-License-Identifier: MIT
//
// Lengths are unsigned.
//
// expect: LengthInBlock<Len> needs an unsigned integer type, such as std::uint32_t
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::BasicArray<int, heaparray::NoLabel, heaparray::LengthInBlock<unsigned>> a(3);
#else
heaparray::BasicArray<int, heaparray::NoLabel, heaparray::LengthInBlock<int>> a(3);
#endif
