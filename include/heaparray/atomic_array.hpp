// SPDX-License-Identifier: MIT
//
// atomic_array.hpp: cells that hold an array handle and are read and written by many threads at once.
//
//    AtomicPtrArray   owns a ThinPtrArray, or nothing. Arrays go in and come out whole.
//    AtomicArcArray   owns a share of a TpArcArray, or nothing. Readers take shares of their own while others
//                     publish new arrays.
//
// A memory order that is weaker than correctness needs is strengthened: loads are at least acquire, and what
// puts an array in or takes one out is at least acq_rel. `std::memory_order_seq_cst`, the default, is kept.
//
// What may be done in a signal handler, after fork() and with real-time priorities is on the page "Thread
// safety".
#ifndef HEAPARRAY_ATOMIC_ARRAY_HPP
#define HEAPARRAY_ATOMIC_ARRAY_HPP

#include "atomic_arc_array.hpp"  // IWYU pragma: export
#include "atomic_ptr_array.hpp"  // IWYU pragma: export

#endif  // HEAPARRAY_ATOMIC_ARRAY_HPP
