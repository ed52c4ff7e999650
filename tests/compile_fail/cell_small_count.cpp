// SPDX-License-Identifier: MIT
//
// A cell counts for its readers in advance: a count of 16 bits would not do.
//
// expect: an atomic cell counts in advance for its readers, and needs a count of at least 32 bits
#include <heaparray/heaparray.hpp>

#include <cstdint>

template <class N>
using Array =
    heaparray::BasicRcArray<int, heaparray::NoLabel, heaparray::LengthInBlock<>, heaparray::AtomicCount<N>>;

#ifdef HEAPARRAY_EXPECT_OK
heaparray::BasicAtomicArcArray<Array<std::uint32_t>> a;
#else
heaparray::BasicAtomicArcArray<Array<std::uint16_t>> a;
#endif
