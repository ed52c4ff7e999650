// SPDX-License-Identifier: MIT
//
// detail/cell/hazard_slot.hpp: the protocol of borrowed reads: a reader keeps a block alive without counting
// it.
//
//     a slot, owned by one thread:    [ held: the block that its guard reads ][ debt: a block that was paid for ]
//                                       written by its thread                   written by writers
//
// Whoever takes a block out of a cell looks through all slots and *pays*: it counts the block up for each
// slot that holds it, and leaves the count in the slot as a debt. The invariant, from which everything
// follows:
//
//     A debt that is not 0 stands for exactly one count of its block. Whoever takes it out of the slot, by an
//     atomic exchange, has that count, and must drop it, or put it back.
//
// The steps. p is a block; slots and debts know it by its name, the bits that its cell keeps of its address.
//
//   Borrow    read p from the cell; held = p; light barrier; read the cell again. If it still holds p, p is
//             borrowed. Otherwise release the slot and start again.
//   Release   held = null; light barrier; if there is a debt, take it out, and drop what came out.
//   Take out  (store, exchange, compare_exchange, the destructor of the cell) remove p from the cell; heavy
//             barrier; pay each slot that holds p, if it has no debt of p. If any was paid: heavy barrier; of
//             these, from each that no longer holds p, take the debt of p back. Only then give up the cell's
//             share of p.
//
// The names of the steps in brackets, below and in hazard_list.hpp and loan_cell.hpp, are those of the model
// tests/spin/borrow.pml.
//
// With the barriers in between, a reader that writes held and reads the cell, or the debt, and a writer that
// writes the cell, or the debt, and reads held cannot both miss what the other wrote. Whoever takes a debt
// out of a slot that is not its own looks at the slot once more before it drops the count, after a heavy
// barrier: another writer may have counted on it.
//
// Why this is right, and how it is verified: cmake/docs/pages/cells_inside.md. It is a template over its
// atomic type and its barriers, so that a model checker can run this very source.
#ifndef HEAPARRAY_DETAIL_CELL_HAZARD_SLOT_HPP
#define HEAPARRAY_DETAIL_CELL_HAZARD_SLOT_HPP
// IWYU pragma: private, include <heaparray/atomic_array.hpp>

#include <atomic>
#include <cstdint>
#include <utility>

#include "../../config.hpp"
#include "../base/hidden.hpp"
#include "debt.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// \see above. `BarrierPair` has `light()` and `heavy()`, as Barriers.
template <template <class> class Atomic, class BarrierPair>
class HazardSlot {
 public:
  /// Free; or taken for good: it holds itself, which is the address of no block.
  constexpr explicit HazardSlot(bool free) noexcept : held_(free ? nullptr : this), debt_(0) {}
  HazardSlot(const HazardSlot&) = delete;
  HazardSlot& operator=(const HazardSlot&) = delete;

  // For the thread that owns the slot

  /// Whether the slot serves no guard.
  bool is_free() const noexcept {
    return held_.load(std::memory_order_relaxed) == nullptr;  // relaxed: this thread wrote it
  }

  /// What `cell` holds, borrowed until release(): the common case, in which it holds a block that is marked
  /// already, and keeps it. Otherwise null, and the slot stays free.
  /// \pre is_free()
  template <class Cell>
  typename Cell::pointer try_borrow(const Cell& cell) noexcept {
    const auto seen = cell.look();  // [B1]
    if (!Cell::is_marked(seen)) [[unlikely]]
      return nullptr;
    detail::known(Cell::block(seen) != nullptr);  // null is never marked
    hold(Cell::name(seen));                       // [B2]
    BarrierPair::light();                         // [B3]
    // [B4] Marked, so whoever takes the block out from now on will look at this slot.
    if (Cell::same(cell.look(), seen)) [[likely]]
      return Cell::block(seen);
    release_late();
    return nullptr;
  }

  /// True, and `p` is what `cell` holds, borrowed until release(); or it is null, and the slot stays free.
  /// False if the slot serves another guard now: a block that it let go of was destroyed here, and something
  /// in that borrowed, and kept its guard. Then another slot is to be tried.
  /// \pre is_free()
  template <class Cell>
  bool borrow(const Cell& cell, typename Cell::pointer& p) noexcept {
    do {
      const auto seen = cell.look();
      p = Cell::block(seen);
      if (p == nullptr) return true;
      hold(Cell::name(seen));
      BarrierPair::light();
      if (Cell::is_marked(seen) ? Cell::same(cell.look(), seen) : cell.mark(p)) return true;
      p = nullptr;
      release();
    } while (is_free());
    return false;
  }

  /// Lets go of what the slot holds.
  void release() noexcept {
    // release: what the reader did with the block happens before what is done by a writer that sees it gone.
    held_.store(nullptr, std::memory_order_release);  // [R1]
    BarrierPair::light();                             // [R2]
    // [R3] relaxed: the exchange decides.
    if (debt_.load(std::memory_order_relaxed) != 0) [[unlikely]]
      collect();
  }

  // For everybody

  /// If the slot holds `p` and there is no debt of it: one more count of `p`, as a debt. True if that was
  /// done.
  /// \pre the caller owns a count of `p`, and has called heavy() since it took `p` out
  template <class Counted>
  bool pay(typename Counted::pointer p) noexcept {
    const std::uint64_t bits = Counted::to_bits(p);
    const void* const name = Debt::name(bits);
    if (!holds(name)) return false;  // [P1]
    // [P2] relaxed: nothing is read through it. If it is of p, it was put in by a writer that saw p in this
    // slot, or is about to be put back by one that will see it.
    if (Debt::name(debt_.load(std::memory_order_relaxed)) == name) return false;
    const std::uint64_t mine = Debt::of<Counted>(bits);
    Counted::add(p, 1);  // [P3] before anybody can take the debt and drop it
    do {
      std::uint64_t found = 0;
      if (put(found, mine)) return true;  // [P4]
      // Another writer has paid; or it is left over from another block.
      if (Debt::name(found) == name) break;
      if (take(found)) give_back(found);  // [P5]
    } while (holds(name));  // [P6]
    Counted::drop(p, 1);  // [P7] not the last: the caller has one
    return false;
  }

  /// Takes back a debt of the block with that name if the slot does not hold it.
  /// \pre heavy() was called since it was left there
  void take_back(const void* name) noexcept {
    std::uint64_t debt = debt_.load(std::memory_order_relaxed);  // [K1] relaxed: take() decides
    // [K2], [K3]
    if (Debt::name(debt) == name && !holds(name) && take(debt)) give_back(debt);
  }

 private:
  void hold(void* name) noexcept {
    // release: a writer that sees this, and not the release() before it, must see what release() published.
    held_.store(name, std::memory_order_release);
  }

  bool holds(const void* name) const noexcept {
    // acquire: if the slot has let go of the block, all that its reader did with it happens before what
    // follows here.
    return held_.load(std::memory_order_acquire) == name;
  }

  /// Puts `debt` in if there is none; otherwise `found` is what is there.
  bool put(std::uint64_t& found, std::uint64_t debt) noexcept {
    // release: the count that it stands for was added before, and whoever takes it out drops it after that.
    return debt_.compare_exchange_strong(found, debt, std::memory_order_release, std::memory_order_relaxed);
  }

  /// Takes `debt` out, if it is there: then its count is this thread's.
  bool take(std::uint64_t debt) noexcept {
    // acquire: pairs with put().
    return debt_.compare_exchange_strong(debt, 0, std::memory_order_acquire, std::memory_order_relaxed);
  }

  /// Drops a count that was taken out of this slot, or puts it back if the slot holds its block.
  HEAPARRAY_COLD void give_back(std::uint64_t debt) noexcept {
    for (;;) {
      BarrierPair::heavy();                                   // [G1]
      if (!holds(Debt::name(debt))) return Debt::drop(debt);  // [G2]
      std::uint64_t found = 0;
      if (put(found, debt)) {                 // [G3]
        BarrierPair::heavy();                 // [G4]
        if (holds(Debt::name(debt))) return;  // [G5] its release() will find it
        if (!take(debt)) return;  // [G6] it has found it, or another writer has, who answers for it now
      } else if (Debt::name(found) == Debt::name(debt)) {
        return Debt::drop(debt);                               // paid twice
      } else if (take(found)) {                                // [G7]
        BarrierPair::heavy();                                  // [G8]
        if (holds(Debt::name(found))) std::swap(debt, found);  // so it does not hold the other one
        Debt::drop(found);
      }
    }
  }

  HEAPARRAY_COLD void release_late() noexcept { release(); }

  HEAPARRAY_COLD void collect() noexcept {
    // [R4] acquire: pairs with put(). Nobody looks again: the slot is this thread's, and holds nothing.
    if (const std::uint64_t debt = debt_.exchange(0, std::memory_order_acquire); debt != 0) Debt::drop(debt);
  }

  Atomic<void*> held_;
  Atomic<std::uint64_t> debt_;
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_CELL_HAZARD_SLOT_HPP
