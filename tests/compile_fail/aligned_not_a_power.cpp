// SPDX-License-Identifier: MIT
//
// Alignments are powers of two.
//
// expect: AlignedAllocator<Alignment> needs a power of two, such as 64
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::AlignedArray<float, 32> a(3);
#else
heaparray::AlignedArray<float, 48> a(3);
#endif
