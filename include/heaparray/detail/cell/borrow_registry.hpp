// SPDX-License-Identifier: MIT
//
// detail/cell/borrow_registry.hpp: the hazard slots of this process: one list for all threads, all types of handle, and all
// modules of a program.
//
//     list --> node --> node --> node              nodes are never freed, only left and used again
//                ^        ^
//     node_ of thread 1   node_ of thread 2        found through a thread-local pointer
//
// The list, like what is kept of kinds and barriers, is data that the dynamic linker makes one in a program and the
// libraries that it is linked with, whatever the visibility of its symbols, but not if a linker was told to keep them
// to one library (borrowed.hpp says how not to). The thread-local pointer is one for each module: a thread that borrows in
// two libraries has a node for each. A library that is loaded with dlopen() finds the list of the program if the program
// exports it, as it must for exceptions and typeid (CMake: ENABLE_EXPORTS).
#ifndef HEAPARRAY_DETAIL_CELL_BORROW_REGISTRY_HPP
#define HEAPARRAY_DETAIL_CELL_BORROW_REGISTRY_HPP

#include <atomic>
#include <new>
#include <utility>

#include "../../config.hpp"
#include "barriers.hpp"
#include "hazard_slots.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

class BorrowRegistry {
 public:
  using Slot = HazardSlot<std::atomic, Barriers>;

  /// The first slot of the calling thread, to be used if it is free.
  static Slot& first_slot() noexcept { return node_->first_slot(); }

  /// Any free slot of the calling thread. Null if there is none: all serve guards, there is no memory for the first ones,
  /// or the thread is about to end and has given its own back.
  static Slot* free_slot() noexcept {
    Slot* const slot = node_->free_slot();
    return slot != nullptr ? slot : slot_of_new_node();
  }

  /// \see HazardList::protect
  template <class Counted>
  static void protect(typename Counted::pointer p) noexcept {
    list_.protect<Counted>(p);
  }

 private:
  using List = HazardList<std::atomic, Barriers>;
  using Node = List::Node;

  /// Lives as long as its thread.
  struct Leaver {
    ~Leaver() { std::exchange(node_, &ended_)->leave(); }
  };

  HEAPARRAY_OWN HEAPARRAY_COLD static Slot* slot_of_new_node() noexcept {
    if (!HEAPARRAY_BORROW_SLOTS || node_ != &none_) return nullptr;
    Barriers::prepare();
    Node* node = list_.reuse();
    if (node == nullptr) {
      node = new (std::nothrow) Node(true);
      if (node == nullptr) return nullptr;
      list_.add(*node);
    }
    node_ = node;
    static thread_local const Leaver leaver;
    static_cast<void>(leaver);
    return node->free_slot();
  }

  HEAPARRAY_SHARED static inline constinit List list_;

  // What node_ points to before a thread borrows for the first time, and after it has left: in neither is there a slot,
  // so the common case needs no check.
  HEAPARRAY_OWN static inline constinit Node none_{false};
  HEAPARRAY_OWN static inline constinit Node ended_{false};
  HEAPARRAY_OWN static inline constinit thread_local Node* node_ = &none_;
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_CELL_BORROW_REGISTRY_HPP
