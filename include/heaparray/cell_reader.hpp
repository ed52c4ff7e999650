// SPDX-License-Identifier: MIT
//
// cell_reader.hpp (opt-in): CellReader, for loops that read the same AtomicArcArray again and again. It keeps
// the handle that it saw last, and asks the cell with one load whether the cell still holds that array.
//
//     [ cell | handle ]                       get(): one load of the word of the cell, and one compare with
//         |       |                           the address in `handle`. If they are equal, nothing is counted,
//         v       +------+                    and nothing is written.
//     [ word ]           v
//         +------------> T T T T
//
//   heaparray::AtomicArcArray<int, Limits> limits = ...;           // arrays are stored by any thread
//   heaparray::CellReader reader(limits);                          // one for each thread that reads
//   while (running) serve(next_request(), reader.get().label());   // the newest label, each time
//
// What a reader keeps alive: its handle is an owner like any other. An array that was replaced in the cell
// lives on until the next get() of the reader, or until the reader is reset, assigned to or destroyed. If the
// reader was the last owner, the array is destroyed there, by the thread of the reader. A thread that does
// not read for a long time lets its array go with reset().
//
// Why it is enough to compare addresses: while the reader owns the block, its memory is not freed, and no
// other block has its address. So the same address is the same array. It was complete when the reader loaded
// it. Nobody has written to it since then, because the reader is one of its owners, except to elements and
// labels that synchronise themselves.
#ifndef HEAPARRAY_CELL_READER_HPP
#define HEAPARRAY_CELL_READER_HPP

#include <atomic>
#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

#include "config.hpp"
#include "fwd.hpp"  // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN

/// Reads an AtomicArcArray, or any other BasicAtomicArcArray, with the handle that it saw last. Two words. A
/// reader loads nothing, and keeps nothing alive, before its first get().
///
/// \pre the cell exists whenever get() is called; not checked
/// \threads a reader is like a container that one thread uses: each thread has its own. The cell may be used
///          by any number of threads at the same time
template <class Cell>
class CellReader {
  static_assert(
      requires(const Cell& cell) {
        { cell.load(std::memory_order_acquire) } -> std::same_as<typename Cell::handle_type>;
        cell.peek(std::memory_order_acquire);
      },
      "heaparray: CellReader reads a cell whose load() returns a share of its array, such as AtomicArcArray. "
      "The array in an AtomicPtrArray has one owner, and no reader can keep it. A handle needs no reader.");

 public:
  /// The type of the cell.
  using cell_type = Cell;
  /// The type of the handles that are in the cell.
  using handle_type = typename Cell::handle_type;

  /// A reader of `cell` that has loaded nothing yet.
  explicit CellReader(const Cell& cell HEAPARRAY_LIFETIME_BOUND) noexcept : cell_(std::addressof(cell)) {}
  CellReader(const Cell&&) = delete;  // heaparray: the cell dies here: name it first

  /// Reads the same cell, and is one more owner of the handle of `other`.
  CellReader(const CellReader&) noexcept = default;
  /// Takes the handle of `other`, whose next get() loads again.
  CellReader(CellReader&&) noexcept = default;
  CellReader& operator=(const CellReader&) noexcept = default;
  CellReader& operator=(CellReader&&) noexcept = default;
  /// Gives up the handle that it keeps.
  ~CellReader() = default;

  /// What the cell holds: a handle, which is null if the cell holds null. The reference is valid as long as
  /// the reader, and refers to another array after a later get(). To keep an array, copy the handle.
  /// \complexity O(1): one load and one compare if the cell holds the array that it held at the last get().
  ///             Nothing is written then. Otherwise one load() of the cell, and the destruction of the array
  ///             that was kept, if it has no other owner
  /// \threads the load is acquire, as that of `load(std::memory_order_acquire)`
  [[nodiscard]] const handle_type& get() & noexcept HEAPARRAY_LIFETIME_BOUND {
    // acquire: what is in the block has been visible since it was loaded. But the block may have left the
    // cell and come back, and what happened before it came back must be visible too, as it is after load().
    if (cell_->peek(std::memory_order_acquire) != handle_.data()) [[unlikely]]
      refresh();
    return handle_;
  }
  void get() && = delete;  // heaparray: the reader dies here: name it first

  /// Lets the array go. The next get() loads again.
  void reset() noexcept { handle_.reset(); }

  /// A reader of a part. Its get() returns `part(handle)`: a reference to something that the handle keeps
  /// alive, such as its label, a member of its label, or an element. Each get() calls `part`; with a null
  /// handle if the cell holds null.
  /// \throws what moving `part` throws. Strong guarantee
  /// \complexity O(1), no allocation: one more owner
  template <class Part>
  [[nodiscard]] MappedCellReader<Cell, Part> map(Part part) const& {
    return MappedCellReader<Cell, Part>(*this, std::move(part));
  }
  /// The same for `part`, without adding an owner. This reader is moved from.
  template <class Part>
  [[nodiscard]] MappedCellReader<Cell, Part> map(Part part) && {
    return MappedCellReader<Cell, Part>(std::move(*this), std::move(part));
  }

 private:
  HEAPARRAY_COLD void refresh() noexcept { handle_ = cell_->load(std::memory_order_acquire); }

  const Cell* cell_;
  handle_type handle_ = handle_type();
};

template <class Cell>
CellReader(const Cell&) -> CellReader<Cell>;

/// The result of CellReader::map(): a reader with a handle of its own, for which the same is true.
template <class Cell, class Part>
class MappedCellReader {
  static_assert(
      requires(Part& part, const typename Cell::handle_type& handle) {
        requires std::is_lvalue_reference_v<decltype(part(handle))>;
      },
      "heaparray: map(f) needs an f that takes a const handle and returns a reference to a part of it. A "
      "lambda without `-> const auto&` returns a copy.");

 public:
  /// As `reader.map(part)`. \throws what the move constructor of `part` throws. Strong guarantee
  MappedCellReader(CellReader<Cell> reader, Part part) noexcept(std::is_nothrow_move_constructible_v<Part>)
      : reader_(std::move(reader)), part_(std::move(part)) {}

  /// The part of what the cell holds. The reference is valid until the next get(), and until this reader is
  /// reset, assigned to or destroyed.
  /// \throws what `part` throws. Basic guarantee: the reader may have another array than before
  /// \complexity that of CellReader::get() and of `part`
  [[nodiscard]] decltype(auto) get() & HEAPARRAY_LIFETIME_BOUND { return part_(reader_.get()); }
  void get() && = delete;  // heaparray: the reader dies here: name it first

  /// Lets the array go. The next get() loads again.
  void reset() noexcept { reader_.reset(); }

 private:
  CellReader<Cell> reader_;
  Part part_;
};

template <class Cell, class Part>
MappedCellReader(CellReader<Cell>, Part) -> MappedCellReader<Cell, Part>;

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_CELL_READER_HPP
