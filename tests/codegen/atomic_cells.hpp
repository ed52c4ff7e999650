// SPDX-License-Identifier: MIT
//
// atomic_cells.hpp: what the tests of the instructions of atomic cells look at. What `is_always_lock_free` says must be
// what is in the assembly.
#ifndef HEAPARRAY_TESTS_CODEGEN_ATOMIC_CELLS_HPP
#define HEAPARRAY_TESTS_CODEGEN_ATOMIC_CELLS_HPP

#include <heaparray/heaparray.hpp>

#include <atomic>

using Handle = heaparray::TpArcArray<int>;
using LoanCell = heaparray::BasicAtomicArcArray<Handle, heaparray::detail::LockFreeCell>;
using LockCell = heaparray::BasicAtomicArcArray<Handle, heaparray::detail::LockBitCell>;
using Protocol = heaparray::detail::LockFreeCell::type<Handle>;
using PtrCell = heaparray::AtomicPtrArray<int>;

static_assert(LoanCell::is_always_lock_free && PtrCell::is_always_lock_free);
static_assert(!LockCell::is_always_lock_free);
static_assert(
    heaparray::AtomicArcArray<int>::is_always_lock_free);  // the default on the platforms that are tested

extern "C" {

int* loan_load(const LoanCell& cell) { return cell.load().into_raw(); }
int* loan_load_acquire(const LoanCell& cell) { return cell.load(std::memory_order_acquire).into_raw(); }
// These are larger: of the protocol alone, and into one function.
[[gnu::flatten]] int* loan_exchange(Protocol& cell, int* desired) {
  return cell.exchange(desired, std::memory_order_seq_cst);
}
[[gnu::flatten]] bool loan_compare(Protocol& cell, int* expected, int* desired) {
  return cell.compare_exchange(expected, desired, std::memory_order_seq_cst, std::memory_order_seq_cst);
}

int* lock_load(const LockCell& cell) { return cell.load().into_raw(); }

int* ptr_take(PtrCell& cell) { return cell.take().into_raw(); }
}

#endif
