// SPDX-License-Identifier: MIT
//
// detail/cell/debt.hpp: one count of a block of any type, in 64 bits.
//
//      63        48 47                  0
//     [    kind    ][  bits of a block   ]         what Counted::to_bits() says
//
// Whoever finds a debt must be able to drop it, also a thread that has never heard of the type of that block.
// So each type of handle has a number, its kind, and a table says for each kind how to drop a count. A type
// may have more than one number, one in each module of a program: nothing depends on two kinds being
// different. A library that is loaded again, where it was before, finds its numbers again. The numbers of one
// that was unloaded are not used for anything else: no debt of its types is left (borrowed.hpp says so), and
// no table can tell that it is gone.
#ifndef HEAPARRAY_DETAIL_CELL_DEBT_HPP
#define HEAPARRAY_DETAIL_CELL_DEBT_HPP
// IWYU pragma: private, include <heaparray/atomic_array.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "../../config.hpp"
#include "../base/fail.hpp"
#include "../base/hidden.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

class Debt {
 public:
  /// Whether the bits of an address leave the kind its place.
  static constexpr bool fits(std::uint64_t bits) noexcept { return bits >> address_bits == 0; }

  /// One count of the block with these bits; never 0. `Counted` as for LoanCell. \pre they are not 0, and fit
  // Hidden: with its table entry known to this module alone, a library that pays debts can be unloaded.
  template <class Counted>
  HEAPARRAY_OWN static std::uint64_t of(std::uint64_t bits) noexcept {
    static const std::uint64_t kind = enter(&drop_one<Counted>);
    return bits | kind << address_bits;
  }

  /// The bits of the block, as the pointer that slots hold: to be compared, not followed. Null for 0.
  static void* name(std::uint64_t debt) noexcept {
    // SAFETY: never dereferenced.
    const auto bits = to_integer<std::uintptr_t>(debt & (one_kind - 1));
    return reinterpret_cast<void*>(bits);  // NOLINT(performance-no-int-to-ptr)
  }

  /// Drops the count.
  static void drop(std::uint64_t debt) noexcept {
    // relaxed: the entry was made before the debt was, and whoever has the debt has acquired that.
    drops_[to_integer<std::size_t>(debt >> address_bits)].read()(debt & (one_kind - 1));
  }

 private:
  using Drop = void (*)(std::uint64_t);

  static constexpr unsigned address_bits = 48;
  static constexpr std::uint64_t one_kind = std::uint64_t{1} << address_bits;
  static constexpr std::size_t max_kinds = 4096;

  // Not a std::atomic: Clang would evaluate 4096 constructors in each file that includes this header.
  struct Entry {
    Drop drop;

#if defined(__GNUC__)
    Drop read() const noexcept { return __atomic_load_n(&drop, __ATOMIC_RELAXED); }
    void write(Drop d) noexcept { __atomic_store_n(&drop, d, __ATOMIC_RELAXED); }
#else
    Drop read() noexcept { return std::atomic_ref<Drop>(drop).load(std::memory_order_relaxed); }
    void write(Drop d) noexcept { std::atomic_ref<Drop>(drop).store(d, std::memory_order_relaxed); }
#endif
  };

  template <class Counted>
  HEAPARRAY_OWN static void drop_one(std::uint64_t bits) {
    Counted::drop(Counted::from_bits(bits), 1);
  }

  HEAPARRAY_COLD static std::uint64_t enter(Drop drop) noexcept {
    // relaxed, here and below: an entry does not change once it is there, and whoever is given a debt reads
    // it after this thread has. What is not seen here is entered twice.
    for (std::size_t known = 0; known != max_kinds; ++known) {
      const Drop other = drops_[known].read();
      if (other == drop) return known;
      if (other == nullptr) break;
    }
    const std::size_t kind = kinds_.fetch_add(1, std::memory_order_relaxed);
    if (kind >= max_kinds) violated(Caller{}, "more than 4096 types of handle are borrowed in one program");
    drops_[kind].write(drop);
    return kind;
  }

  HEAPARRAY_SHARED static inline constinit std::atomic<std::size_t> kinds_ = 0;
  HEAPARRAY_SHARED static inline constinit Entry drops_[max_kinds] = {};
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_CELL_DEBT_HPP
