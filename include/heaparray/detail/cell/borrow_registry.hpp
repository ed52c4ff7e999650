// SPDX-License-Identifier: MIT
//
// detail/cell/borrow_registry.hpp: the hazard slots of this process: one list for all threads, all types of
// handle, and all modules of a program.
//
//     list --> nodes of slots                      never freed, only left and used again
//                ^        ^
//     node_ of thread 1   node_ of thread 2        found through a thread-local pointer
//
// The list and the pointers, like what is kept of kinds and barriers, are data that the dynamic linker makes
// one in a program and the libraries that it is linked with, whatever the visibility of its symbols, but not
// if a linker was told to keep them to one library (borrowed.hpp says how not to). A library that is loaded
// with dlopen() finds those of the program if the program exports them, as it must for exceptions and typeid
// (CMake: ENABLE_EXPORTS).
//
// All of it is one or none of it: a function that the dynamic linker takes from another module must find the
// pointer that the code inlined here looks at. What makes a node is one function of the program, too: it has
// the thread-local object that ends with the thread, and a library that has such an object is not unloaded
// before that.
#ifndef HEAPARRAY_DETAIL_CELL_BORROW_REGISTRY_HPP
#define HEAPARRAY_DETAIL_CELL_BORROW_REGISTRY_HPP
// IWYU pragma: private, include <heaparray/atomic_array.hpp>

#include <atomic>
#include <new>
#include <utility>

#include "../../config.hpp"
#include "barriers.hpp"
#include "hazard_list.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

// Meant: a thread leaves when it ends, and what each module has for itself it has alone.
#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wexit-time-destructors"
#if __has_warning("-Wunique-object-duplication")
#pragma clang diagnostic ignored "-Wunique-object-duplication"
#endif
#endif

class BorrowRegistry {
 public:
  using Slot = HazardSlot<std::atomic, Barriers>;

  /// The first slot of the calling thread, to be used if it is free.
  static Slot& first_slot() noexcept { return node_->first_slot(); }

  /// Any free slot of the calling thread. Null if there is none: all serve guards, there is no memory for the
  /// first ones, or the thread is about to end and has given its own back.
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
  using Shelf = List::Shelf;

  struct Memory {
    static Node* make_node() noexcept { return new (std::nothrow) Node(true); }
    static Shelf* make_shelf() noexcept { return new (std::nothrow) Shelf; }
    static void drop_shelf(Shelf* shelf) noexcept { delete shelf; }
  };

  /// Lives as long as its thread.
  struct Leaver {
    ~Leaver() { std::exchange(node_, &ended_)->leave(); }
  };

  HEAPARRAY_SHARED HEAPARRAY_COLD static Slot* slot_of_new_node() noexcept {
    if (node_ != &none_) return nullptr;
    Barriers::prepare();
    Memory memory;
    Node* const node = list_.enter(memory);
    if (node == nullptr) return nullptr;
    node_ = node;
    static thread_local const Leaver leaver;
    static_cast<void>(leaver);
    return node->free_slot();
  }

  HEAPARRAY_SHARED static inline constinit List list_;

  // What node_ points to before a thread borrows for the first time, and after it has left: in neither is
  // there a slot, so the common case needs no check.
  HEAPARRAY_SHARED static inline constinit Node none_{false};
  HEAPARRAY_SHARED static inline constinit Node ended_{false};
  HEAPARRAY_SHARED static inline constinit thread_local Node* node_ = &none_;
};

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_CELL_BORROW_REGISTRY_HPP
