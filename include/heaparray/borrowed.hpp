// SPDX-License-Identifier: MIT
//
// borrowed.hpp: Borrowed, a guard that reads what an AtomicArcArray holds without counting itself as an
// owner.
//
//     [ data | slot ] -----> slot of this thread [ held | debt ]
//        |                                          |
//        +------------> T T T T <-------------------+        a writer that takes the block out of the cell
//                                                            searches the slots for it, and adds to the count
//                                                            for the guards that hold it
//
// A borrow writes only to a cache line of its thread: no read-modify-write, no fence, whatever other threads
// read. A guard is for short reads. It belongs to the thread that made it, and while it is alive, so is its
// block. A guard that is held for long delays the destruction of its own block only. Other blocks are
// destroyed when their last owner drops them. (One exception: a writer that took a block out is stopped
// before it has given back what it counted for guards.) To keep the array, or to pass it to another thread,
// make a counted handle with retain().
//
//   heaparray::AtomicArcArray<Route> routes = ...;
//   if (auto now = routes.borrow()) forward(packet, now[hash(packet) % now.size()]);
//
// cmake/docs/pages/cells_inside.md explains why this is safe. Limits and rules:
//
//   - A thread has seven slots. Guards may nest and be destroyed in any order. Guards beyond seven are
//     counted, as by load().
//   - Threads may start and end. Later threads use the slots of threads that have ended. A guard in a
//     thread_local object that is destroyed after the library's own keeps its node of seven slots for ever.
//   - After fork(), the child has one thread. Blocks that the other threads were reading stay counted in the
//     child, so they are never destroyed there, as if these threads were stopped.
//   - A program and the libraries that it is linked with share their slots. A program that loads libraries
//     with dlopen() and shares cells with them must export its symbols (CMake: ENABLE_EXPORTS), and must
//     itself borrow or be linked with a library that borrows. A library that is linked with a version script
//     must export the symbols of heaparray (`extern "C++" { heaparray::*; };` after `global:`), and must not
//     be linked with -Bsymbolic. If a module has slots of its own in spite of this, as every DLL has on
//     Windows, its writers do not see the guards of other modules. A cell must then be borrowed from and
//     written to in one module only, or HEAPARRAY_BORROW_SLOTS must be defined as 0.
//   - A library that writes to cells must not be unloaded while other modules hold guards, because they run
//     its code to drop what it counted for them. A library that shares the slots of the program is unloaded
//     by dlclose(). A library with slots of its own stays loaded until the threads that borrowed in it have
//     ended, and for ever if g++ compiled it.
//   - A system call filter that forbids membarrier(), or that lets it succeed without effect, must be
//     installed before the first borrow(), or not at all.
#ifndef HEAPARRAY_BORROWED_HPP
#define HEAPARRAY_BORROWED_HPP

#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

#include "array_operators.hpp"  // IWYU pragma: export
#include "config.hpp"
#include "detail/base/debug_level.hpp"      // IWYU pragma: export
#include "detail/base/fail.hpp"             // IWYU pragma: export
#include "detail/cell/borrow_registry.hpp"  // IWYU pragma: export
#include "detail/cell/cell_protocols.hpp"   // IWYU pragma: export
#include "detail/handle/array_reader.hpp"   // IWYU pragma: export
#include "detail/handle/array_types.hpp"    // IWYU pragma: export
#include "fwd.hpp"                          // IWYU pragma: export
#include "label.hpp"                        // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN

/// The result of AtomicArcArray::borrow(). Keeps an array alive and reads it like a `const Handle`. A guard
/// is null if the cell held null, and when it is default-constructed or moved from. Two words (three at the
/// debug level); movable, not copyable.
///
/// \pre a guard is destroyed, assigned to and reset by the thread that borrowed; checked at the debug level
/// \threads a guard is like a container that one thread uses; any number of threads may read the array at the
///          same time
template <class Handle, class Registry>
class HEAPARRAY_TRIVIAL_ABI HEAPARRAY_EMPTY_BASES Borrowed
    : public detail::ArrayTypesOf<Borrowed<Handle, Registry>, Handle>,
      public detail::ArrayReader<Borrowed<Handle, Registry>,
                                 std::remove_reference_t<typename Handle::reference>> {
  using Counted = detail::CountedBlock<Handle, Registry>;
  using Slot = typename Registry::Slot;

 public:
  /// The counted handle to the same array.
  using handle_type = Handle;

  using size_type = std::size_t;

  /// A null guard.
  Borrowed() noexcept = default;

  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;

  /// Takes over the array of `other`, which is null afterwards.
  Borrowed(Borrowed&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), slot_(std::exchange(other.slot_, nullptr)) {
#if HEAPARRAY_HARDENING >= 2
    thread_ = other.thread_;
#endif
  }

  /// Releases the array of this guard and takes over the array of `other`. Self-move changes nothing.
  Borrowed& operator=(Borrowed&& other) noexcept {
    Borrowed(std::move(other)).swap(*this);
    return *this;
  }

  /// Releases the array. If no owner is left, the array is destroyed here.
  ~Borrowed() {
    // Set to null before anything is destroyed, because an element's destructor may use this guard.
    Slot* const slot = std::exchange(slot_, nullptr);
    typename Handle::value_type* const data = std::exchange(data_, nullptr);
#if HEAPARRAY_HARDENING >= 2
    if (const auto here = detail::this_thread(); data != nullptr && thread_ != here) [[unlikely]]
      detail::violated_guard(thread_, here);
#endif
    if (HEAPARRAY_BORROW_SLOTS && slot != nullptr)
      slot->release();
    else if (data != nullptr)
      Counted::drop(data, 1);
  }

  /// Releases the array now.
  void reset() noexcept { Borrowed().swap(*this); }

  /// Exchanges what the guards protect.
  void swap(Borrowed& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(slot_, other.slot_);
#if HEAPARRAY_HARDENING >= 2
    std::swap(thread_, other.thread_);
#endif
  }
  /// As the member.
  friend void swap(Borrowed& a, Borrowed& b) noexcept { a.swap(b); }

  /// The number of elements; 0 for a null guard.
  [[nodiscard]] size_type size() const noexcept { return data_ != nullptr ? Counted::length(data_) : 0; }

  /// The address of the first element. Null only for a null guard.
  [[nodiscard]] typename Handle::pointer data() const noexcept HEAPARRAY_LIFETIME_BOUND { return data_; }

  /// The label; mutable if it synchronises itself. \pre not null; checked by hardening
  [[nodiscard]] detail::Shared<typename Handle::label_type>& label(
      detail::Caller caller = detail::Caller::here()) const HEAPARRAY_LIFETIME_BOUND {
    detail::expect_block(data_, "label()", caller);
    return typename Handle::block_type(data_).label();
  }

  /// A counted handle to the array, to be kept or passed to another thread. Null for a null guard. The guard
  /// is unchanged.
  /// \complexity O(1), no allocation
  [[nodiscard("this owner is gone at once")]] Handle retain() const noexcept {
    return Handle::retain_raw(data_);
  }

  /// Whether the guard and `other` refer to the same block, or both are null.
  [[nodiscard]] bool ref_eq(const Handle& other) const noexcept { return data() == other.data(); }

 private:
  template <class, class>
  friend class BasicAtomicArcArray;

  // `slot` borrows `data`. If there is no slot, `data` is counted.
  Borrowed(typename Handle::value_type* data, Slot* slot) noexcept : data_(data), slot_(slot) {}

  typename Handle::value_type* data_ = nullptr;
  Slot* slot_ = nullptr;
#if HEAPARRAY_HARDENING >= 2
  std::uintptr_t thread_ = detail::this_thread();  // that borrowed
#endif
};

HEAPARRAY_NAMESPACE_END

/// Enabled if the label and the elements have a hash.
template <class Handle, class Registry>
  requires heaparray::detail::Hashable<typename Handle::value_type> &&
           (std::is_same_v<typename Handle::label_type, heaparray::NoLabel> ||
            heaparray::detail::Hashable<typename Handle::label_type>)
struct std::hash<heaparray::Borrowed<Handle, Registry>>
    : heaparray::ArrayHash<heaparray::Borrowed<Handle, Registry>> {};

#endif  // HEAPARRAY_BORROWED_HPP
