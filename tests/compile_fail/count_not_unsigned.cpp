// SPDX-License-Identifier: MIT
//
// Counts are unsigned.
//
// expect: AtomicCount<N> needs an unsigned integer type, such as std::uint32_t
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::BasicRcArray<int, heaparray::NoLabel, heaparray::LengthInHandle, heaparray::AtomicCount<unsigned>>
    a(3);
#else
heaparray::BasicRcArray<int, heaparray::NoLabel, heaparray::LengthInHandle, heaparray::AtomicCount<int>> a(3);
#endif
