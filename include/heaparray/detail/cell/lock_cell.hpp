// SPDX-License-Identifier: MIT
//
// detail/cell/lock_cell.hpp: the counting protocol of AtomicArcArray where the top bits of an address are not
// free.
//
//     [ address of the block that the cell owns, or 0 | mark | lock ]        the lock is bit 0
//
// The same interface as LoanCell, in one word of the size of a pointer. Whoever has set the lock bit reads or
// replaces the address; the cell owns one count of its block. Not lock-free: a thread that is stopped between
// lock and unlock, a few instructions apart, keeps the others waiting. They sleep after a while, so that it
// can go on also if it is less important than they are. It need not wake them, since they look again by
// themselves: the word has no bit left that could say whether there are any, and unlock() stays a plain
// store. The mark is that of LoanCell.
#ifndef HEAPARRAY_DETAIL_CELL_LOCK_CELL_HPP
#define HEAPARRAY_DETAIL_CELL_LOCK_CELL_HPP
// IWYU pragma: private, include <heaparray/atomic_array.hpp>

#include <atomic>
#include <cstdint>

#include "../../config.hpp"
#include "../base/fail.hpp"
#include "debt.hpp"
#include "memory_order.hpp"
#include "wait.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// `Counted` as for LoanCell; its addresses are multiples of 4.
template <template <class> class Atomic, class Counted>
class LockCell {
 public:
  using counted = Counted;
  using pointer = typename Counted::pointer;

  static constexpr bool is_always_lock_free = false;

  constexpr LockCell() noexcept : word_(0) {}
  explicit LockCell(pointer p) noexcept : word_(to_word(p)) {}
  LockCell(const LockCell&) = delete;
  LockCell& operator=(const LockCell&) = delete;

  ~LockCell() {
    // relaxed: whatever made this thread the last user synchronises with the others. The word is cleared
    // before the block goes, and looked at again after that: a destructor of an element may store to this
    // very cell.
    for (std::uintptr_t word; (word = word_.load(std::memory_order_relaxed)) != 0;) {
      word_.store(0, std::memory_order_relaxed);
      drop_one(taken_out(word));
    }
  }

  pointer load(std::memory_order order) const noexcept {
    const std::uintptr_t word = lock(order);
    const pointer p = from_word(word);
    // The cell's own count keeps the block alive: nobody replaces it while the word is locked.
    if (p != nullptr) Counted::add(p, 1);
    unlock(word);
    return p;
  }

  pointer exchange(pointer desired, std::memory_order order) noexcept {
    const std::uintptr_t word = lock(order);
    unlock(to_word(desired));
    return taken_out(word);
  }

  template <class Link>
  void exchange_into(Link link, pointer desired, std::memory_order order) noexcept {
    const std::uintptr_t word = lock(order);
    const pointer p = from_word(word);
    link(p);
    // If the block is borrowed, one more count keeps it until that is paid: whoever sees `desired` may drop
    // the one given out.
    if ((word & marked) != 0) [[unlikely]]
      Counted::add(p, 1);
    unlock(to_word(desired));
    if ((word & marked) != 0) [[unlikely]]
      drop_one(taken_out(word));
  }

  void store(pointer desired, std::memory_order order) noexcept { drop_one(exchange(desired, order)); }

  bool compare_exchange(pointer expected, pointer desired, std::memory_order success,
                        std::memory_order failure, std::uint32_t given = 1) noexcept {
    if (given == 0 && desired != nullptr) Counted::add(desired, 1);
    // One lock for both outcomes, so the stronger order.
    const std::uintptr_t word = lock(failure == std::memory_order_seq_cst ? failure : success);
    const bool same = from_word(word) == expected;
    unlock(same ? to_word(desired) : word);
    if (same)
      drop_one(taken_out(word));
    else if (given == 0)
      drop_one(desired);  // not the last: the caller has one
    return same;
  }

  std::uintptr_t look() const noexcept {
    // acquire: pairs with the unlock that put the block in, or came after that. Locked or not: the lock is of
    // those who count.
    return word_.load(std::memory_order_acquire);
  }
  static pointer block(std::uintptr_t seen) noexcept { return from_word(seen); }
  static void* name(std::uintptr_t seen) noexcept { return Debt::name(seen & ~(locked | marked)); }
  static bool is_marked(std::uintptr_t seen) noexcept { return (seen & marked) != 0; }
  static bool same(std::uintptr_t a, std::uintptr_t b) noexcept { return ((a ^ b) & ~locked) == 0; }

  bool mark(pointer p) const noexcept {
    if (!Debt::fits(Counted::to_bits(p))) [[unlikely]]
      violated(Caller{},
               "the address of a block has more than 48 bits: compile with HEAPARRAY_BORROW_SLOTS=0");
    // acquire, and release by the unlock: as in LoanCell.
    const std::uintptr_t word = lock(std::memory_order_acquire);
    const bool same = from_word(word) == p;
    unlock(same ? word | marked : word);
    return same;
  }

  pointer peek(std::memory_order order) const noexcept { return from_word(word_.load(order)); }

  void wait(pointer old, std::memory_order order) const noexcept {
    for (unsigned looks = 0;; ++looks) {
      const std::uintptr_t word = word_.load(order);
      if (from_word(word) != old) return;
      wait_on(word_, word, order, looks);  // a lock taken or released makes it return early, and go round
    }
  }
  // All are woken: the word may differ for all of them, by the lock bit, and one who finds its block there
  // goes back to sleep. Waking one could be waking that one.
  void notify_one() noexcept { wake_all(word_); }
  void notify_all() noexcept { wake_all(word_); }

 private:
  static constexpr std::uintptr_t locked = 1;
  static constexpr std::uintptr_t marked = 2;

  static std::uintptr_t to_word(pointer p) noexcept {
    return to_integer<std::uintptr_t>(Counted::to_bits(p));
  }
  static pointer from_word(std::uintptr_t word) noexcept {
    return Counted::from_bits(word & ~(locked | marked));
  }
  /// The block of a word that is no longer in the cell, whose count still is the cell's.
  static pointer taken_out(std::uintptr_t word) noexcept {
    const pointer p = from_word(word);
    if ((word & marked) != 0) [[unlikely]]
      Counted::protect(p);
    return p;
  }
  static void drop_one(pointer p) noexcept {
    if (p != nullptr) Counted::drop(p, 1);
  }

  /// Sets the lock bit, waiting for it to be clear; returns the word without it, but with its mark.
  std::uintptr_t lock(std::memory_order order) const noexcept {
    for (unsigned looks = 0;; ++looks) {
      // acquire: pairs with the release of the last unlock, and so with that of whoever put the block in.
      // seq_cst, where it is asked for, is kept by this one step: critical sections are in the order of their
      // locks.
      const std::uintptr_t old = word_.fetch_or(locked, at_least_acquire(order));
      if ((old & locked) == 0) return old;
      // relaxed: the fetch_or decides. Reading while it is locked leaves the cache line where it is.
      for (; (word_.load(std::memory_order_relaxed) & locked) != 0; ++looks) back_off(looks);
    }
  }

  // release: what this thread did to the count and to the block that it puts in happens before the next lock.
  // A plain store is enough, since nobody writes to a locked word, but for setting the bit that is set.
  void unlock(std::uintptr_t word) const noexcept { word_.store(word, std::memory_order_release); }

  mutable Atomic<std::uintptr_t> word_;
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_CELL_LOCK_CELL_HPP
