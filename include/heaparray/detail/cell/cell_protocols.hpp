// SPDX-License-Identifier: MIT
//
// detail/cell/cell_protocols.hpp: the counting protocols of AtomicArcArray, for the blocks of a type of handle.
#ifndef HEAPARRAY_DETAIL_CELL_CELL_PROTOCOLS_HPP
#define HEAPARRAY_DETAIL_CELL_CELL_PROTOCOLS_HPP

#include <atomic>
#include <cstdint>

#include "../../config.hpp"
#include "../base/hidden.hpp"
#include "../block/array_block.hpp"
#include "borrow_registry.hpp"
#include "loan_cell.hpp"
#include "lock_cell.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// What a block of `Handle` is to a cell. \see LoanCell
template <class Handle, class BorrowRegistry = detail::BorrowRegistry>
struct CountedBlock {
  using pointer = typename Handle::value_type*;
  using Registry = BorrowRegistry;
  using Count = typename Handle::count_policy;
  using Block = typename Handle::block_type;
  static std::uint64_t to_bits(pointer p) noexcept { return reinterpret_cast<std::uintptr_t>(p); }
  // SAFETY: the reverse of to_bits.
  static pointer from_bits(std::uint64_t bits) noexcept {
    return reinterpret_cast<pointer>(static_cast<std::uintptr_t>(bits));  // NOLINT(performance-no-int-to-ptr)
  }
  static void add(pointer p, std::uint32_t n) noexcept { Block(p).count().increment(n); }
  static void drop(pointer p, std::uint32_t n) noexcept {
    if (Block(p).count().decrement(n)) Block(p).hidden().destroy(length(p));
  }
  static void protect(pointer p) noexcept { Registry::template protect<CountedBlock>(p); }

  static std::size_t length(pointer p) noexcept {
    return Block(p).length(typename Handle::length_policy::handle_part());
  }
};

/// The counting protocols, by name.
struct LockFreeCell {
  template <class Handle>
  using type = LoanCell<std::atomic, CountedBlock<Handle>>;
};
struct LockBitCell {
  template <class Handle>
  using type = LockCell<std::atomic, CountedBlock<Handle>>;
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_CELL_CELL_PROTOCOLS_HPP
