// SPDX-License-Identifier: MIT
//
// Shared handles need a count.
//
// expect: Count must model heaparray::RefCounter, as LocalCount<> and AtomicCount<> do
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::BasicRcArray<int, heaparray::NoLabel, heaparray::LengthInHandle, heaparray::LocalCount<>> a(3);
#else
heaparray::BasicRcArray<int, heaparray::NoLabel, heaparray::LengthInHandle, heaparray::NoCount> a(3);
#endif
