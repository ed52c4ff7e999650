// SPDX-License-Identifier: MIT
//
// borrowed.hpp: Borrowed, a guard that reads what an AtomicArcArray holds without counting itself as an
// owner.
//
//     [ data | slot ] -----> slot of this thread [ held | debt ]
//        |                                          |
//        +------------> T T T T <-------------------+        whoever takes the block out of the cell looks for it
//                                                            in the slots, and counts it up for those who
//                                                            hold it
//
// A borrow writes to a line of its thread alone: no read-modify-write, no fence, whatever other threads read.
// A guard is for a moment: it belongs to the thread that made it, and while it is alive its block is. One
// that is held for long costs that block's memory, and nothing else: other blocks are destroyed when their
// last owner lets go of them, unless the writer that took one out is stopped while it gives back what it has
// counted for guards. To keep the array, or to hand it to another thread, take a counted handle with
// retain().
//
//   heaparray::AtomicArcArray<Route> routes = ...;
//   if (auto now = routes.borrow()) forward(packet, now[hash(packet) % now.size()]);
//
// Why it is safe is in cmake/docs/pages/cells_inside.md. What to know besides:
//
//   - A thread has seven slots. Guards may nest and be destroyed in any order; further ones count, as load()
//     does.
//   - Threads may come and go. What they leave behind is used by later ones, and costs nobody anything. A
//     guard that lives in a thread_local object and outlives the library's own takes its node of seven slots
//     with it for good.
//   - After fork() the child has one thread. Blocks that the others were reading stay counted in the child,
//     so they are never destroyed there, as if these threads were stopped.
//   - A program and the libraries that it is linked with share their slots. A program that loads libraries
//     with dlopen() and shares cells with them exports its symbols (CMake: ENABLE_EXPORTS) and borrows
//     itself, or is linked with a library that does. A library that is linked with a version script lets
//     those of heaparray through (`extern "C++" { heaparray::*; };` after `global:`), and is not linked with
//     -Bsymbolic. Where a module has slots of its own all the same, as every DLL has on Windows, a cell is
//     borrowed from and written to in one module, or HEAPARRAY_BORROW_SLOTS is defined as 0: one module's
//     writers do not see the other's guards.
//   - A library that writes to cells is not unloaded while other modules hold guards: they drop, by its code,
//     what it has counted for them. One that shares the slots of the program is unloaded by dlclose(); one
//     with slots of its own stays loaded until the threads that have borrowed in it end, and for good if g++
//     compiled it.
//   - A system call filter that forbids membarrier(), or pretends, is in force before the first borrow(), or
//     not at all.
#ifndef HEAPARRAY_BORROWED_HPP
#define HEAPARRAY_BORROWED_HPP

#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

#include "array_operators.hpp"  // IWYU pragma: export
#include "config.hpp"
#include "detail/base/fail.hpp"             // IWYU pragma: export
#include "detail/cell/borrow_registry.hpp"  // IWYU pragma: export
#include "detail/cell/cell_protocols.hpp"   // IWYU pragma: export
#include "detail/handle/array_reader.hpp"   // IWYU pragma: export
#include "detail/handle/array_types.hpp"    // IWYU pragma: export
#include "fwd.hpp"                          // IWYU pragma: export
#include "label.hpp"                        // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN

/// What AtomicArcArray::borrow() returns: keeps an array alive and reads it like a `const Handle`. Null if
/// the cell held null, when default-constructed, and when moved from. Two words; moves, and cannot be copied.
///
/// \pre it is destroyed, assigned to and reset by the thread that borrowed; not checked
/// \threads like a container, by one thread; the array may be read by any number of threads at the same time
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

  /// Takes over what `other` reads, which is null afterwards.
  Borrowed(Borrowed&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), slot_(std::exchange(other.slot_, nullptr)) {}

  /// Lets go of what this reads, and takes over what `other` reads. Self-move changes nothing.
  Borrowed& operator=(Borrowed&& other) noexcept {
    Borrowed(std::move(other)).swap(*this);
    return *this;
  }

  /// Lets go of the array. If its last owner has gone meanwhile, it is destroyed here.
  ~Borrowed() {
    // Null before anything is destroyed: an element's destructor may use this very guard.
    Slot* const slot = std::exchange(slot_, nullptr);
    typename Handle::value_type* const data = std::exchange(data_, nullptr);
    if (slot != nullptr)
      slot->release();
    else if (data != nullptr)
      Counted::drop(data, 1);
  }

  /// Lets go of the array now.
  void reset() noexcept { Borrowed().swap(*this); }

  void swap(Borrowed& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(slot_, other.slot_);
  }
  friend void swap(Borrowed& a, Borrowed& b) noexcept { a.swap(b); }

  /// The number of elements; 0 if null.
  [[nodiscard]] size_type size() const noexcept { return data_ != nullptr ? Counted::length(data_) : 0; }

  /// The first element; null only if there is no array.
  [[nodiscard]] typename Handle::pointer data() const noexcept HEAPARRAY_LIFETIME_BOUND { return data_; }

  /// The label; mutable if it synchronises itself. \pre not null; checked by hardening
  [[nodiscard]] detail::Shared<typename Handle::label_type>& label(
      detail::Caller caller = detail::Caller::here()) const HEAPARRAY_LIFETIME_BOUND {
    detail::expect_block(data_, "label()", caller);
    return typename Handle::block_type(data_).label();
  }

  /// A counted handle to the array, to be kept, or handed to another thread; null if this is. The guard
  /// stays.
  /// \complexity O(1), no allocation
  [[nodiscard]] Handle retain() const noexcept { return Handle::retain_raw(data_); }

  /// Whether both are the same block, or both null.
  [[nodiscard]] bool ref_eq(const Handle& other) const noexcept { return data() == other.data(); }

 private:
  template <class, class>
  friend class BasicAtomicArcArray;

  // `data` is borrowed by `slot`, or counted if there is no slot.
  Borrowed(typename Handle::value_type* data, Slot* slot) noexcept : data_(data), slot_(slot) {}

  typename Handle::value_type* data_ = nullptr;
  Slot* slot_ = nullptr;
};

HEAPARRAY_NAMESPACE_END

/// Enabled if label and elements have a hash.
template <class Handle, class Registry>
  requires heaparray::detail::Hashable<typename Handle::value_type> &&
           (std::is_same_v<typename Handle::label_type, heaparray::NoLabel> ||
            heaparray::detail::Hashable<typename Handle::label_type>)
struct std::hash<heaparray::Borrowed<Handle, Registry>>
    : heaparray::ArrayHash<heaparray::Borrowed<Handle, Registry>> {};

#endif  // HEAPARRAY_BORROWED_HPP
