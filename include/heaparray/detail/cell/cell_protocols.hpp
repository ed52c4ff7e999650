// SPDX-License-Identifier: MIT
//
// detail/cell/cell_protocols.hpp: the counting protocols of AtomicArcArray, for the blocks of a type of
// handle.
#ifndef HEAPARRAY_DETAIL_CELL_CELL_PROTOCOLS_HPP
#define HEAPARRAY_DETAIL_CELL_CELL_PROTOCOLS_HPP
// IWYU pragma: private, include <heaparray/atomic_array.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "../../config.hpp"
#include "../base/hidden.hpp"
#include "../block/array_block.hpp"
#include "borrow_registry.hpp"
#include "loan_cell.hpp"
#include "lock_cell.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The address of a first element as a number with two free bits at its end, for a mark and a lock. Blocks
/// begin at multiples of 4, so the last two bits of that address are those of its constant distance from
/// there, `Low`: they can be left out, which costs nothing where they are 0.
template <std::size_t Low>
struct WordBits {
  static std::uint64_t of(const void* p) noexcept {
    const auto bits = reinterpret_cast<std::uintptr_t>(p);
    if constexpr (Low == 0)
      return bits;
    else
      return p != nullptr ? bits - Low : 0;
  }
  // SAFETY: the reverse of of().
  static void* address(std::uint64_t bits) noexcept {
    const auto p = to_integer<std::uintptr_t>(bits);
    if constexpr (Low == 0)
      return reinterpret_cast<void*>(p);  // NOLINT(performance-no-int-to-ptr)
    else
      return p != 0 ? reinterpret_cast<void*>(p + Low) : nullptr;  // NOLINT(performance-no-int-to-ptr)
  }
};

/// What a block of `Handle` is to a cell. \see LoanCell
template <class Handle, class BorrowRegistry = detail::BorrowRegistry>
struct CountedBlock {
  using pointer = typename Handle::value_type*;
  using Registry = BorrowRegistry;
  using Count = typename Handle::count_policy;
  using Block = typename Handle::block_type;

  static std::uint64_t to_bits(pointer p) noexcept { return WordBits<low_bits()>::of(p); }
  static pointer from_bits(std::uint64_t bits) noexcept {
    return static_cast<pointer>(WordBits<low_bits()>::address(bits));
  }
  static void add(pointer p, std::uint32_t n) noexcept { Block(p).count().increment(n); }
  HEAPARRAY_INLINE static void drop(pointer p, std::uint32_t n) noexcept {
    if (Block(p).count().decrement(n)) destroy(p);
  }
  static void protect(pointer p) noexcept {
    if constexpr (HEAPARRAY_BORROW_SLOTS) Registry::template protect<CountedBlock>(p);
  }

  static std::size_t length(pointer p) noexcept {
    return Block(p).length(typename Handle::length_policy::handle_part());
  }

 private:
  // Once for all steps that may drop the last count.
  HEAPARRAY_OUT_OF_LINE static void destroy(pointer p) noexcept { Block(p).hidden().destroy(length(p)); }

  // Functions, and not constants of the class, since an element may hold cells of its own type.
  static constexpr std::size_t low_bits() noexcept {
    static_assert(Block::alignment % 4 == 0, "a count of at least 32 bits is in front");
    return Block::elements_offset % 4;
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
