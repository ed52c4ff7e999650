// SPDX-License-Identifier: MIT
//
// detail/cell/hazard_list.hpp: the hazard slots of all threads, for the writers that look through them.
//
//     shelf [ in use: 0 1 0 1 ][ node, node, node, - ] --> shelf [ in use: 0 0 0 0 ][ ... ]
//                                     |        |
//                                     v        v
//                                  7 slots   7 slots            of one thread each
//
// A thread takes the first place that nobody uses, and the node there, which the last thread left, or a new
// one. Writers look at the nodes in use: those of threads that have ended cost them one load for each shelf.
// Neither nodes nor shelves are freed, since a writer may be looking at them.
//
// A reader sets the bit of its place, and puts its node there, before it writes to a slot; a writer looks at
// the bits after its heavy barrier. So where the writer would see the slot, it sees the bit and the node. The
// bit is cleared when all slots are free, and no sooner.
//
// A debt may still arrive in a slot whose thread has just left. So a writer takes its debts back from the
// slots in which it has put them, not from those in use.
#ifndef HEAPARRAY_DETAIL_CELL_HAZARD_LIST_HPP
#define HEAPARRAY_DETAIL_CELL_HAZARD_LIST_HPP
// IWYU pragma: private, include <heaparray/atomic_array.hpp>

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <limits>
#include <utility>

#include "../../config.hpp"
#include "debt.hpp"
#include "hazard_slot.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

template <class Node, template <class> class Atomic, unsigned Places>
class HazardShelf;

/// The slots of a thread, side by side in two cache lines: only their thread writes to them, except for
/// debts.
template <template <class> class Atomic, class BarrierPair, std::size_t Slots, unsigned Places>
class alignas(128) HazardNode {
 public:
  using Slot = HazardSlot<Atomic, BarrierPair>;
  using Shelf = HazardShelf<HazardNode, Atomic, Places>;

  /// With all slots free, for a thread; or of nobody, with none.
  constexpr explicit HazardNode(bool free) noexcept : HazardNode(free, std::make_index_sequence<Slots>()) {}

  HazardNode(const HazardNode&) = delete;
  HazardNode& operator=(const HazardNode&) = delete;

  Slot& first_slot() noexcept { return slots_[0]; }

  /// A slot that serves no guard; null if there is none.
  Slot* free_slot() noexcept {
    for (Slot& slot : slots_)
      if (slot.is_free()) return &slot;
    return nullptr;
  }

  std::array<Slot, Slots>& all_slots() noexcept { return slots_; }

  /// Leaves the node to another thread; but if a guard is still in use, for which it has to stay as it is, to
  /// nobody.
  void leave() noexcept {
    for (Slot& slot : slots_)
      if (!slot.is_free()) return;
    shelf_->leave(place_);
  }

 private:
  friend Shelf;

  template <std::size_t... Indices>
  constexpr HazardNode(bool free, std::index_sequence<Indices...>) noexcept
      : slots_{Slot(free && Indices < Slots)...} {}

  std::array<Slot, Slots> slots_;
  Shelf* shelf_ = nullptr;
  unsigned place_ = 0;
};

/// Places for the nodes of `Places` threads, and which of them are in use.
template <class Node, template <class> class Atomic, unsigned Places>
class HazardShelf {
  static_assert(Places <= std::numeric_limits<std::size_t>::digits);

 public:
  constexpr HazardShelf() noexcept : HazardShelf(std::make_index_sequence<Places>()) {}
  HazardShelf(const HazardShelf&) = delete;
  HazardShelf& operator=(const HazardShelf&) = delete;

  /// Whether there was a free place, which is now that of the calling thread: `node` is the one there. It is
  /// null if there is no memory for a new one; the place is free then.
  template <class Memory>
  bool enter(Memory& memory, Node*& node) noexcept {
    std::size_t seen = in_use_.load(std::memory_order_relaxed);  // relaxed: the compare_exchange decides
    unsigned place;
    do {
      place = static_cast<unsigned>(std::countr_one(seen));
      if (place >= Places) return false;
      // acquire: all that the last owner of the place did there is done.
    } while (!in_use_.compare_exchange_weak(seen, seen | bit_of(place), std::memory_order_acquire,
                                            std::memory_order_relaxed));
    node = nodes_[place].load(std::memory_order_relaxed);  // relaxed: only owners of the place write there
    if (node != nullptr) return true;
    node = memory.make_node();
    if (node == nullptr) {
      leave(place);
      return true;
    }
    node->shelf_ = this;
    node->place_ = place;
    nodes_[place].store(node, std::memory_order_release);  // release: who finds the node finds it whole
    return true;
  }

  void leave(unsigned place) noexcept {
    // release: for the next owner of the place; and for a writer that no longer looks at the slots, as
    // release() of a slot.
    in_use_.fetch_and(~bit_of(place), std::memory_order_release);
  }

  /// Calls `f(slot)` for the slots of the nodes in use, or of all.
  template <class F>
  void for_each_slot(bool all, F& f) const {
    // acquire: pairs with leave(). The bit of a reader that passed its light barrier before the heavy barrier
    // of the caller is found, like what its slot holds; any other reader will see that the block has left the
    // cell.
    std::size_t left = all ? bit_of(Places) - 1 : in_use_.load(std::memory_order_acquire);
    for (; left != 0; left &= left - 1) {
      // acquire: pairs with enter(). There is none yet if its thread is about to make it.
      Node* const node =
          nodes_[static_cast<std::size_t>(std::countr_zero(left))].load(std::memory_order_acquire);
      if (node == nullptr) continue;
      for (auto& slot : node->all_slots()) f(slot);
    }
  }

  /// The next shelf; null if there is none.
  HazardShelf* next() const noexcept {
    return next_.load(std::memory_order_acquire);  // acquire: pairs with next_or_new()
  }

  /// The next shelf, which is made if there is none; null if there is no memory for it.
  template <class Memory>
  HazardShelf* next_or_new(Memory& memory) noexcept {
    if (HazardShelf* const there = next()) return there;
    HazardShelf* const made = memory.make_shelf();
    HazardShelf* faster = nullptr;
    // release: who finds the shelf finds it whole. acquire: pairs with that.
    if (made == nullptr ||
        next_.compare_exchange_strong(faster, made, std::memory_order_release, std::memory_order_acquire))
      return made;
    memory.drop_shelf(made);
    return faster;
  }

 private:
  template <std::size_t... Indices>
  constexpr explicit HazardShelf(std::index_sequence<Indices...>) noexcept
      : in_use_(0), next_(nullptr), nodes_{Atomic<Node*>((static_cast<void>(Indices), nullptr))...} {}

  /// 0 for the place behind the last bit.
  static constexpr std::size_t bit_of(unsigned place) noexcept {
    return place < std::numeric_limits<std::size_t>::digits ? std::size_t{1} << place : 0;
  }

  Atomic<std::size_t> in_use_;
  Atomic<HazardShelf*> next_;
  std::array<Atomic<Node*>, Places> nodes_;
};

/// The nodes of all threads.
/// \tparam Remembered how many of the slots that it has paid a writer remembers, before it has to look at all
///         there are
template <template <class> class Atomic, class BarrierPair, std::size_t Slots = 7,
          unsigned Places = std::numeric_limits<std::size_t>::digits, std::size_t Remembered = 32>
class HazardList {
 public:
  using Node = HazardNode<Atomic, BarrierPair, Slots, Places>;
  using Shelf = typename Node::Shelf;
  using Slot = typename Node::Slot;

  constexpr HazardList() noexcept = default;

  /// A node for the calling thread, which gives it back with leave(). Null if there is no memory.
  /// \tparam Memory has make_node(), make_shelf(), which may return null, and drop_shelf(Shelf*)
  template <class Memory>
  Node* enter(Memory& memory) noexcept {
    for (Shelf* shelf = &first_; shelf != nullptr; shelf = shelf->next_or_new(memory))
      if (Node* node = nullptr; shelf->enter(memory, node)) return node;
    return nullptr;
  }

  /// Sees to it that every guard that reads `p` has a count of it, on behalf of a caller that has taken `p`
  /// out of a cell, and owns a count that it will now give up or give away.
  /// \complexity O(threads that borrow), and one load for each 64 that have borrowed at the same time; one
  ///             heavy barrier, and another one if a guard reads `p`, or a slot has a debt of another block
  template <class Counted>
  HEAPARRAY_COLD void protect(typename Counted::pointer p) const noexcept {
    BarrierPair::heavy();  // [T2]
    std::array<Slot*, Remembered> paid = {};
    std::size_t n = 0;
    for_each_slot(false, [&](Slot& slot) {
      if (!slot.template pay<Counted>(p)) return;
      if (n < Remembered) paid[n] = &slot;
      ++n;
    });
    if (n == 0) return;
    BarrierPair::heavy();  // [T3]
    const void* const name = Debt::name(Counted::to_bits(p));
    if (n > Remembered) return for_each_slot(true, [&](Slot& slot) { slot.take_back(name); });
    for (std::size_t i = 0; i != n; ++i) paid[i]->take_back(name);
  }

 private:
  template <class F>
  void for_each_slot(bool all, F&& f) const {
    for (const Shelf* shelf = &first_; shelf != nullptr; shelf = shelf->next()) shelf->for_each_slot(all, f);
  }

  Shelf first_{};
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_CELL_HAZARD_LIST_HPP
