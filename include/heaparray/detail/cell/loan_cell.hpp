// SPDX-License-Identifier: MIT
//
// detail/cell/loan_cell.hpp: the counting protocol of AtomicArcArray, lock-free in one 64-bit word.
//
//      63        48 47                                           1   0
//     [   loans    ][ address of the block that the cell owns, or 0 | mark ]
//
// The cell pays for its readers beforehand, and a reader takes what was paid for with the same instruction
// that tells it the address. The invariant, at every moment and for every block:
//
//     count  =  handles  +  the sum over the cells that hold the block of (bias - loans)  +  advances
//
//   - Publishing adds the bias to the count *before* the word is written.
//   - load() adds one to `loans`: one of the cell's counts becomes the reader's.
//   - Whoever takes the address out of the word, in one step with the number of loans, owns the `bias -
//     loans` counts that were not lent: at least one, so the block is alive, and drops them.
//   - A reader that sees that half of the bias is lent counts the block up by that much (an advance), then
//     takes it off the loans, in one step with a check that the cell still holds the block and has that many.
//     Otherwise it takes the advance back.
//
// Loans stay below the bias: it takes more than 32,000 threads in load() of one cell at the same time to
// reach it, and the thread that does ends the program. Those of a cell that holds null mean nothing: they are
// never repaid and may wrap.
//
// The mark says that the block was borrowed from this cell; whoever takes a marked block out pays for those
// who still borrow it (hazard_slot.hpp) before any count of the cell is dropped. [T1] and [T4] are steps of
// the model tests/spin/borrow.pml; [T2] and [T3] come in between, in Counted::protect.
//
// Why this is right, and how it is verified: cmake/docs/pages/cells_inside.md. It is a template over its
// atomic type and over what a block is, so that a model checker can run this very source.
#ifndef HEAPARRAY_DETAIL_CELL_LOAN_CELL_HPP
#define HEAPARRAY_DETAIL_CELL_LOAN_CELL_HPP
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

/// `Counted` says what a block is:
///   pointer                                    its address; null-comparable
///   std::uint64_t to_bits(pointer), pointer from_bits(std::uint64_t)
///                                               the address as a multiple of 4, and back; null is 0
///   add(pointer, std::uint32_t n)               n owners more (relaxed); the caller is an owner
///   drop(pointer, std::uint32_t n)              n owners less (release), destroys the block after the last
///   (acquire) protect(pointer)                           pays for those who borrow it; the caller owns a
///                                                        count
/// `Bias` is even, at least 4, and less than 2^16; a model checker takes a small one.
template <template <class> class Atomic, class Counted, std::uint32_t Bias = 0xFFFE>
class LoanCell {
  static_assert(Bias % 2 == 0 && Bias >= 4 && Bias < 0x10000);

 public:
  using counted = Counted;
  using pointer = typename Counted::pointer;

  static constexpr bool is_always_lock_free = true;

  /// A cell that holds null.
  constexpr LoanCell() noexcept : word_(0) {}

  /// A cell that takes over one count of `p`, or holds null.
  explicit LoanCell(pointer p) noexcept : word_(publish(p)) {}

  LoanCell(const LoanCell&) = delete;
  LoanCell& operator=(const LoanCell&) = delete;

  /// Drops the cell's share. \pre no other thread uses the cell any more
  ~LoanCell() {
    // relaxed: whatever made this thread the last user synchronises with the others. The word is cleared
    // before the block goes, and looked at again after that: a destructor of an element may store to this
    // very cell.
    for (std::uint64_t word; address(word = word_.load(std::memory_order_relaxed)) != nullptr;) {
      word_.store(0, std::memory_order_relaxed);
      settle(word);
    }
  }

  /// The block, and one count of it for the caller; or null.
  pointer load(std::memory_order order) const noexcept {
    // acquire: pairs with the release that published the address; the loans of others in between are
    // read-modify-writes and do not break its release sequence.
    const std::uint64_t old = word_.fetch_add(one_loan, at_least_acquire(order));
    const pointer p = address(old);
    if (loans(old) + 1 >= Bias / 2) [[unlikely]] {
      if (p != nullptr) top_up(p, loans(old) + 1);
    }
    return p;
  }

  /// Puts in `desired`, of which it takes over one count, and gives out what was there with one count.
  pointer exchange(pointer desired, std::memory_order order) noexcept {
    // release: who loads `desired` sees the block and its bias. acquire: the caller sees the block that it
    // gets, and the advance of every top-up that it will settle.
    const std::uint64_t old = word_.exchange(publish(desired), at_least_acq_rel(order));
    const pointer p = taken_out(old, address(old));
    // The caller keeps one of the counts, so this never drops the last.
    if (p != nullptr && share(old) > 1) Counted::drop(p, share(old) - 1);
    return p;
  }

  /// As exchange, and calls `link(p)` with what was there before others can see `desired`. From the moment
  /// that they can, `p` has the one count that is given out. If `link` is called again, it forgets what it
  /// got.
  template <class Link>
  HEAPARRAY_INLINE void exchange_into(Link link, pointer desired, std::memory_order order) noexcept {
    const std::uint64_t next = publish(desired);
    std::uint64_t word = word_.load(std::memory_order_relaxed);  // only compared
    pointer p;
    do {
      if ((word & marked) != 0) [[unlikely]]
        return exchange_borrowed_into(link, next, order);
      link(p = address(word));
      // Orders: as exchange. A failure is looked at like the load above.
    } while (!word_.compare_exchange_weak(word, next, at_least_acq_rel(order), std::memory_order_relaxed));
    // Whoever has seen `desired` may have dropped the count given out. If there is no other, the block may be
    // gone; if there is, it may be the last.
    if (const std::uint32_t rest = share(word) - 1; p != nullptr && rest != 0) Counted::drop(p, rest);
  }

  /// As exchange, and drops what was there.
  void store(pointer desired, std::memory_order order) noexcept {
    settle(word_.exchange(publish(desired), at_least_acq_rel(order)));  // orders: as exchange
  }

  /// If the cell holds `expected`: puts in `desired`, takes over `given` counts of it, 1 or 0, and drops the
  /// cell's share of `expected`. Otherwise false, and nothing has changed. The caller owns both, so their
  /// addresses are not reused.
  HEAPARRAY_INLINE bool compare_exchange(pointer expected, pointer desired, std::memory_order success,
                                         std::memory_order failure, std::uint32_t given = 1) noexcept {
    // `failure`, relaxed is enough: only the address is looked at, and the caller knows the block already.
    std::uint64_t word = word_.load(failure);
    if (address(word) != expected) return false;
    const std::uint64_t next = publish(desired, given);
    do {
      // Orders: as exchange; a failure is looked at like the load above. Loans of readers make it fail and go
      // round.
      if (word_.compare_exchange_weak(word, next, at_least_acq_rel(success), failure)) {
        settle(word, expected);
        return true;
      }
    } while (address(word) == expected);
    unpublish(desired, given);
    return false;
  }

  /// What a reader that borrows must see twice: the block, and whether it is marked.
  std::uint64_t look() const noexcept {
    return word_.load(std::memory_order_acquire);  // acquire: as load(); what is borrowed is read
  }
  static pointer block(std::uint64_t seen) noexcept { return address(seen); }
  static void* name(std::uint64_t seen) noexcept { return Debt::name(seen & ~marked); }
  static bool is_marked(std::uint64_t seen) noexcept { return (seen & marked) != 0; }
  static bool same(std::uint64_t a, std::uint64_t b) noexcept {
    return (a ^ b) << (64 - address_bits) == 0;  // but for the loans
  }

  /// Marks `p` as borrowed, if the cell holds it.
  bool mark(pointer p) const noexcept {
    std::uint64_t word = word_.load(std::memory_order_relaxed);  // only compared
    while (address(word) == p)
      // acquire: as look(). release: who takes the block out and finds the mark finds what this thread has
      // prepared.
      if (word_.compare_exchange_weak(word, word | marked, std::memory_order_acq_rel,
                                      std::memory_order_relaxed))
        return true;
    return false;
  }

  /// What the cell holds, without a count: to be compared, not followed.
  pointer peek(std::memory_order order) const noexcept { return address(word_.load(order)); }

  /// Returns when the cell does not hold `old`.
  void wait(pointer old, std::memory_order order) const noexcept {
    for (unsigned looks = 0;; ++looks) {
      const std::uint64_t word = word_.load(order);
      if (address(word) != old) return;
      wait_on(word_, word, order, looks);  // a loan taken meanwhile makes it return early, and go round
    }
  }
  // All are woken: the word may differ for all of them, by loans, and one who finds its block there goes back
  // to sleep. Waking one could be waking that one.
  void notify_one() noexcept { wake_all(word_); }
  void notify_all() noexcept { wake_all(word_); }

 private:
  static constexpr unsigned address_bits = 48;
  static constexpr std::uint64_t one_loan = std::uint64_t{1} << address_bits;

  static constexpr std::uint64_t marked = 1;

  static pointer address(std::uint64_t word) noexcept {
    return Counted::from_bits(word & (one_loan - 1) & ~marked);
  }
  static std::uint32_t loans(std::uint64_t word) noexcept {
    return static_cast<std::uint32_t>(word >> address_bits);
  }
  static std::uint32_t share(std::uint64_t word) noexcept { return Bias - loans(word); }

  /// The word that holds `p` without loans; makes the `given` counts of the caller, 1 or 0, into a bias.
  static std::uint64_t publish(pointer p, std::uint32_t given = 1) noexcept {
    if (p == nullptr) return 0;
    const std::uint64_t bits = Counted::to_bits(p);
    if (bits >= one_loan) [[unlikely]]
      violated(Caller{},
               "the address of a block has more than 48 bits: compile with HEAPARRAY_LOCK_FREE_CELLS=0");
    Counted::add(p, Bias - given);
    return bits;
  }

  /// Takes back what publish() did with a word that was never written.
  static void unpublish(pointer p, std::uint32_t given) noexcept {
    if (p != nullptr) Counted::drop(p, Bias - given);  // not the last: the caller has one
  }

  /// The block `p` of a word that is no longer in the cell [T1], whose share still is the cell's.
  static pointer taken_out(std::uint64_t word, pointer p) noexcept {
    if ((word & marked) != 0) [[unlikely]]
      Counted::protect(p);
    return p;
  }

  /// Drops the share that a cell with this word had of its block `p`. [T4]
  static void settle(std::uint64_t word, pointer p) noexcept {
    if (taken_out(word, p) != nullptr) Counted::drop(p, share(word));
  }
  static void settle(std::uint64_t word) noexcept { settle(word, address(word)); }

  /// The same if what is there was borrowed. A count of the caller's own keeps the block until that is paid.
  template <class Link>
  HEAPARRAY_COLD void exchange_borrowed_into(Link link, std::uint64_t next,
                                             std::memory_order order) noexcept {
    for (;;) {
      const pointer p = load(std::memory_order_acquire);
      std::uint64_t word = word_.load(std::memory_order_relaxed);  // only compared
      while (address(word) == p) {
        link(p);
        if (word_.compare_exchange_weak(word, next, at_least_acq_rel(order), std::memory_order_relaxed)) {
          // One count more than in exchange_into().
          if (taken_out(word, p) != nullptr) Counted::drop(p, share(word));
          return;
        }
      }
      if (p != nullptr) Counted::drop(p, 1);
    }
  }

  HEAPARRAY_COLD void top_up(pointer p, std::uint32_t lent) const noexcept {
    if (lent >= Bias)
      violated(Caller{}, "too many threads are in load() of one atomic cell at the same time");
    Counted::add(p, Bias / 2);
    std::uint64_t word = word_.load(std::memory_order_relaxed);  // only compared
    while (address(word) == p && loans(word) >= Bias / 2) {
      // release: who settles the lower number of loans must find the advance in the count.
      if (word_.compare_exchange_weak(word, word - Bias / 2 * one_loan, std::memory_order_release,
                                      std::memory_order_relaxed))
        return;
    }
    // Somebody else topped it up, or took the block out. Not the last: the caller has one.
    Counted::drop(p, Bias / 2);
  }

  mutable Atomic<std::uint64_t> word_;
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_CELL_LOAN_CELL_HPP
