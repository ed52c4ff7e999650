// SPDX-License-Identifier: MIT
//
// detail/cell/debt.hpp: one count of a block of any type, in 64 bits.
//
//      63        48 47                  0
//     [    kind    ][ address of a block ]
//
// Whoever finds a debt must be able to drop it, also a thread that has never heard of the type of that block. So each type
// of handle has a number, its kind, and a table says for each kind how to drop a count. A type may have more than one
// number, one in each module of a program: nothing depends on two kinds being different.
#ifndef HEAPARRAY_DETAIL_CELL_DEBT_HPP
#define HEAPARRAY_DETAIL_CELL_DEBT_HPP

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "../../config.hpp"
#include "../base/fail.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

class Debt {
 public:
  /// Whether the bits of an address leave the kind its place.
  static constexpr bool fits(std::uint64_t bits) noexcept { return bits >> address_bits == 0; }

  /// One count of `p`; never 0. `Counted` as for LoanCell. \pre p is not null, and its address fits
  template <class Counted>
  static std::uint64_t of(typename Counted::pointer p) noexcept {
    static const std::uint64_t kind = enter(&drop_one<Counted>);
    return Counted::to_bits(p) | kind << address_bits;
  }

  /// The block; null for 0.
  static void* block(std::uint64_t debt) noexcept {
    // SAFETY: an address that to_bits() made bits of, which is compared, or given to the function of its kind.
    const auto bits = static_cast<std::uintptr_t>(debt & (one_kind - 1));
    return reinterpret_cast<void*>(bits);  // NOLINT(performance-no-int-to-ptr)
  }

  /// Drops the count.
  static void drop(std::uint64_t debt) noexcept {
    // relaxed: the entry was made before the debt was, and whoever has the debt has acquired that.
    drops_[static_cast<std::size_t>(debt >> address_bits)].load(std::memory_order_relaxed)(block(debt));
  }

 private:
  using Drop = void (*)(void*);

  static constexpr unsigned address_bits = 48;
  static constexpr std::uint64_t one_kind = std::uint64_t{1} << address_bits;
  static constexpr std::size_t max_kinds = 4096;

  template <class Counted>
  static void drop_one(void* p) {
    Counted::drop(static_cast<typename Counted::pointer>(p), 1);
  }

  HEAPARRAY_COLD static std::uint64_t enter(Drop drop) noexcept {
    const std::size_t kind =
        kinds_.fetch_add(1, std::memory_order_relaxed);  // relaxed: only to be a number of its own
    if (kind >= max_kinds) violated(Caller{}, "more than 4096 types of handle are borrowed in one program");
    drops_[kind].store(drop, std::memory_order_relaxed);  // relaxed: \see drop
    return kind;
  }

  HEAPARRAY_SHARED static inline constinit std::atomic<std::size_t> kinds_ = 0;
  HEAPARRAY_SHARED static inline constinit std::array<std::atomic<Drop>, max_kinds> drops_ = {};
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_CELL_DEBT_HPP
