// SPDX-License-Identifier: MIT
//
// A cell is one word.
//
// expect: cells hold thin handles, such as TpArcArray
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::BasicAtomicArcArray<heaparray::TpArcArray<int>> a;
#else
heaparray::BasicAtomicArcArray<heaparray::ArcArray<int>> a;
#endif
