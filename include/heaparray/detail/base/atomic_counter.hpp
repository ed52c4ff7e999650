// SPDX-License-Identifier: MIT
//
// detail/base/atomic_counter.hpp: counting owners with an atomic integer. A template over the type of that integer, so that
// a model checker can run this very source.
#ifndef HEAPARRAY_DETAIL_BASE_ATOMIC_COUNTER_HPP
#define HEAPARRAY_DETAIL_BASE_ATOMIC_COUNTER_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <atomic>
#include <cstddef>
#include <limits>
#include <type_traits>

#include "../../config.hpp"
#include "fail.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// \see AtomicCount. `n` is how many owners the caller adds, or stands for. `Atomic` may be a reference, to an integer
/// that is somewhere else.
template <class Atomic, class N>
class AtomicCounter {
 public:
  // Half-way, where the highest bit is set: the other half is room for increments by other threads that are under way.
  static constexpr N max_owners = (std::numeric_limits<N>::max)() / 2 + 1;

  constexpr AtomicCounter() noexcept : count_(1) {}
  constexpr explicit AtomicCounter(Atomic count) noexcept
    requires std::is_reference_v<Atomic>
      : count_(count) {}
  AtomicCounter(const AtomicCounter&) = delete;
  AtomicCounter& operator=(const AtomicCounter&) = delete;

  HEAPARRAY_STEP_OVER void increment(N n = 1) noexcept {
    // relaxed: the caller is an owner, so the block is alive and visible to it, and whatever hands the new handle to
    // another thread synchronises with that thread.
    if (count_.fetch_add(n, std::memory_order_relaxed) >= max_owners) [[unlikely]]
      count_overflow(max_owners);
  }

  HEAPARRAY_STEP_OVER bool decrement(N n = 1) noexcept {
    // acquire: an only owner needs no read-modify-write, since nobody else is left to change the count. Reading
    // what another owner's decrement left synchronises with it, and with those before it, which are in the same
    // release sequence.
    if (count_.load(std::memory_order_acquire) == n) return true;
    // release: what this owner did to the block happens before the last one destroys it.
    if (count_.fetch_sub(n, std::memory_order_release) != n) return false;
    // acquire: pairs with the release of every other owner, all in the release sequence that this reads from. A
    // load in place of a fence, since thread sanitizers do not understand fences.
    static_cast<void>(count_.load(std::memory_order_acquire));
    return true;
  }

  HEAPARRAY_STEP_OVER bool is_unique() const noexcept {
    // acquire: who learns that it is alone may write to the block, after all that the others did.
    return count_.load(std::memory_order_acquire) == 1;
  }

  std::size_t use_count() const noexcept {
    return count_.load(std::memory_order_relaxed);  // relaxed: a number to look at
  }

 private:
  Atomic count_;
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BASE_ATOMIC_COUNTER_HPP
