// SPDX-License-Identifier: MIT
//
// Cells hold owners.
//
// expect: atomic cells hold owners
// lines: 20
#include <heaparray/atomic_array.hpp>
#include <heaparray/weak_array.hpp>

using A = heaparray::ArcArrayWithWeak<int>;
#ifdef HEAPARRAY_EXPECT_OK
heaparray::BasicAtomicArcArray<A> cell;
#else
heaparray::BasicAtomicArcArray<heaparray::WeakArray<A>> cell;
#endif
