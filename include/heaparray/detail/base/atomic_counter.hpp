// SPDX-License-Identifier: MIT
//
// detail/base/atomic_counter.hpp: counts owners with an atomic integer. A template over the type of that
// integer, so that a model checker can run this source unchanged.
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

/// The counter of an AtomicCount. `n` is the number of owners that the caller adds or stands for. `Atomic`
/// may be a reference to an integer elsewhere. \see AtomicCount
template <class Atomic, class N>
class AtomicCounter {
 public:
  // The value whose highest bit alone is set. The upper half of the range is room for increments by other
  // threads that are in progress.
  static constexpr N max_owners = (std::numeric_limits<N>::max)() / 2 + 1;

  constexpr AtomicCounter() noexcept : count_(1) {}
  constexpr explicit AtomicCounter(Atomic count) noexcept
    requires std::is_reference_v<Atomic>
      : count_(count) {}
  AtomicCounter(const AtomicCounter&) = delete;
  AtomicCounter& operator=(const AtomicCounter&) = delete;

  HEAPARRAY_STEP_OVER void increment(N n = 1) noexcept {
    // relaxed: the caller is an owner, so the block is alive and visible to the caller. What passes the new
    // handle to another thread synchronises with that thread.
    if (count_.fetch_add(n, std::memory_order_relaxed) >= max_owners) [[unlikely]]
      count_overflow(max_owners);
  }

  HEAPARRAY_STEP_OVER bool decrement(N n = 1) noexcept {
    // acquire: an only owner needs no read-modify-write, because no other owner can change the count. Reading
    // what another owner's decrement left synchronises with it, and with those before it, which are in the
    // same release sequence.
    if (count_.load(std::memory_order_acquire) == n) return true;
    // release: what this owner did to the block happens before the last owner destroys it.
    if (count_.fetch_sub(n, std::memory_order_release) != n) return false;
    // acquire: pairs with the release of every other owner, all in the release sequence that this reads from.
    // This is a load and not a fence, because thread sanitizers do not support fences.
    static_cast<void>(count_.load(std::memory_order_acquire));
    return true;
  }

  HEAPARRAY_STEP_OVER bool is_unique() const noexcept {
    // acquire: a thread that sees `true` may write to the block, after everything that the other owners did.
    return count_.load(std::memory_order_acquire) == 1;
  }

  std::size_t use_count() const noexcept {
    return count_.load(std::memory_order_relaxed);  // relaxed: for information only
  }

 private:
  Atomic count_;
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BASE_ATOMIC_COUNTER_HPP
