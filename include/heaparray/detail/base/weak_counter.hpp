// SPDX-License-Identifier: MIT
//
// detail/base/weak_counter.hpp: counts owners, and weak handles, in the two halves of one atomic integer. A
// template over the type of that integer, so that a model checker can run this source unchanged.
//
//    [ weak handles, and one for all owners | owners ]
//
// The memory of a block is needed as long as the upper half is not 0. All owners together count as one there,
// from the first owner until the last one has destroyed the label and the elements. Both numbers are read at
// once, so that one load tells an only owner that there is no weak handle either.
#ifndef HEAPARRAY_DETAIL_BASE_WEAK_COUNTER_HPP
#define HEAPARRAY_DETAIL_BASE_WEAK_COUNTER_HPP
// IWYU pragma: private, include <heaparray/weak_array.hpp>

#include <atomic>
#include <cstddef>
#include <limits>
#include <type_traits>

#include "../../config.hpp"
#include "fail.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The counter of an AtomicCountWithWeak. `Word` has twice the bits of `N`. \see AtomicCountWithWeak
template <class Atomic, class Word, class N>
class AtomicWeakCounter {
  static constexpr int bits = std::numeric_limits<N>::digits;
  static_assert(std::numeric_limits<Word>::digits == 2 * bits);
  static constexpr Word one_weak = Word{1} << bits;

  static constexpr N owners(Word word) noexcept { return static_cast<N>(word); }
  static constexpr N holders(Word word) noexcept { return static_cast<N>(word >> bits); }

 public:
  // As for AtomicCounter: the upper half of the range is room for increments that are in progress.
  static constexpr N max_owners = (std::numeric_limits<N>::max)() / 2 + 1;

  constexpr AtomicWeakCounter() noexcept : word_(one_weak + 1) {}
  AtomicWeakCounter(const AtomicWeakCounter&) = delete;
  AtomicWeakCounter& operator=(const AtomicWeakCounter&) = delete;

  void increment(N n) noexcept {
    // relaxed: as AtomicCounter::increment.
    if (owners(word_.fetch_add(n, std::memory_order_relaxed)) >= max_owners) [[unlikely]]
      count_overflow(max_owners);
  }

  bool decrement(N n) noexcept {
    // acquire: if there is neither another owner nor a weak handle, nothing else can change the count, and no
    // read-modify-write is needed. As AtomicCounter::decrement.
    if (word_.load(std::memory_order_acquire) == one_weak + n) return true;
    // release: what this owner did to the block happens before the last owner destroys it.
    if (owners(word_.fetch_sub(n, std::memory_order_release)) != n) return false;
    // acquire: pairs with the release of every other owner.
    static_cast<void>(word_.load(std::memory_order_acquire));
    return true;
  }

  /// Adds one owner, unless there is none any more, or not yet.
  bool upgrade() noexcept {
    Word word = word_.load(std::memory_order_relaxed);  // only compared
    do {
      if (owners(word) == 0) return false;
      if (owners(word) >= max_owners) [[unlikely]]
        count_overflow(max_owners);
      // acquire: pairs with publish(), before which the weak handle may have been given out.
    } while (
        !word_.compare_exchange_weak(word, word + 1, std::memory_order_acquire, std::memory_order_relaxed));
    return true;
  }

  bool is_unique() const noexcept {
    // acquire: a thread that sees `true` may write to the block, after everything that the other owners did,
    // those among them that had been weak handles.
    return word_.load(std::memory_order_acquire) == one_weak + 1;
  }

  std::size_t use_count() const noexcept {
    return owners(word_.load(std::memory_order_relaxed));  // relaxed: for information only
  }

  std::size_t weak_count() const noexcept {
    const Word word = word_.load(std::memory_order_relaxed);  // relaxed: for information only
    return owners(word) == 0 ? 0 : holders(word) - std::size_t{1};
  }

  void increment_weak() noexcept {
    // relaxed: the caller is an owner or has a weak handle, so the memory is there.
    if (holders(word_.fetch_add(one_weak, std::memory_order_relaxed)) >= max_owners) [[unlikely]]
      count_overflow(max_owners);
  }

  bool decrement_weak() noexcept {
    // release: what was read of the count happens before the memory is freed, and so does the destruction of
    // the label and the elements.
    if (holders(word_.fetch_sub(one_weak, std::memory_order_release)) != 1) return false;
    // acquire: pairs with the release of all others.
    static_cast<void>(word_.load(std::memory_order_acquire));
    return true;
  }

  /// Whether there are weak handles. \pre no other owner. If there are none, nobody can make one
  bool has_weak() const noexcept {
    // acquire: pairs with the release in decrement_weak(). The block may then be freed, or used as a new one.
    return holders(word_.load(std::memory_order_acquire)) != 1;
  }

  /// No owner yet: weak handles may be made, and upgrade() fails. \pre no other thread knows the block
  void withdraw() noexcept { word_.store(one_weak, std::memory_order_relaxed); }
  /// The first owner. \pre withdraw() was called
  void publish() noexcept {
    // release: the label and the elements are built. Pairs with upgrade().
    word_.fetch_add(1, std::memory_order_release);
  }

 private:
  Atomic word_;
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BASE_WEAK_COUNTER_HPP
