// SPDX-License-Identifier: MIT
//
// atomic_array.hpp: cells that hold an array handle and that many threads read and write at the same time.
//
//    AtomicPtrArray   owns a ThinPtrArray, or nothing. Arrays are put in and taken out whole.
//    AtomicArcArray   owns a share of a TpArcArray, or nothing. Readers take shares of their own while others
//                     publish new arrays.
//
// A memory order that is weaker than correctness requires is strengthened: loads are at least acquire, and
// functions that put an array in or take one out are at least acq_rel. `std::memory_order_seq_cst`, the
// default, is kept.
//
// The page "Thread safety" says what may be done in a signal handler, after fork() and with real-time
// priorities.
#ifndef HEAPARRAY_ATOMIC_ARRAY_HPP
#define HEAPARRAY_ATOMIC_ARRAY_HPP

#include "atomic_arc_array.hpp"  // IWYU pragma: export
#include "atomic_ptr_array.hpp"  // IWYU pragma: export

#endif  // HEAPARRAY_ATOMIC_ARRAY_HPP
