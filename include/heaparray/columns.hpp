// SPDX-License-Identifier: MIT
//
// columns.hpp (opt-in): several arrays in one block, behind a handle of one word.
//
//    handle
//      |
//      v
//     [count][lengths][Label] A A A A  B B  C C C ...      one allocation
//
// This is what a C++ programmer lays out by hand for a node of a compiler or a message with several parts.
// The offsets, the construction, the destruction, exceptions and copies are done by the library.
//
//   Arrays<A, B, C>     arrays with lengths of their own
//   Columns<A, B, C>    arrays of one length: a table, whose rows are tuples of references
//
//   using Node = heaparray::HeapColumns<heaparray::Arrays<Node*, Use, char>, Header>;
//   auto node = Node::with_label(header, {2, 1, 5}, operand, use, std::string_view("hello"));
//   for (Use& use : node.column<1>()) ...
//
//   using Particles = heaparray::HeapColumns<heaparray::Columns<float, float, int>>;
//   Particles p(1000);
//   for (auto [x, y, kind] : p) x += y;
//   std::ranges::sort(p, {}, [](const auto& row) { return std::get<2>(row); });
//
// A length is where its Column says: in the block as an integer of any size, in the label, in the type, or
// it is that of the array before.
#ifndef HEAPARRAY_COLUMNS_HPP
#define HEAPARRAY_COLUMNS_HPP

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "atomic_arc_array.hpp"
#include "config.hpp"
#include "detail/block/columns_block.hpp"       // IWYU pragma: export
#include "detail/handle/columns_factories.hpp"  // IWYU pragma: export
#include "detail/handle/columns_reader.hpp"     // IWYU pragma: export
#include "detail/handle/row.hpp"                // IWYU pragma: export
#include "fwd.hpp"                              // IWYU pragma: export
#include "heap_array.hpp"                       // IWYU pragma: export
#include "label.hpp"                            // IWYU pragma: export
#include "length.hpp"                           // IWYU pragma: export
#include "rc_array.hpp"                         // IWYU pragma: export
#include "ref_count.hpp"                        // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The label, as the only owner of a block may change it: const if a length is read from it.
template <class Types, class Label>
using OwnedColumnsLabel = std::conditional_t<Types::reads_label, Shared<Label>, Label>;

template <class Length>
inline constexpr bool reads_writable = requires { requires Length::reads_writable_member; };
template <class Types, class Label, std::size_t... Ats>
constexpr bool shares_length(std::index_sequence<Ats...>) noexcept {
  return (reads_writable<typename Types::template Length<Ats>> || ...) && enable_shared_mutation<Label>;
}

/// The shared array of bytes that has the block of a `Handle`: what a cell holds.
template <class Handle>
struct ColumnsBytes {
  using Block = typename Handle::columns_type::Block;
  using type = BasicRcArray<std::byte, typename Block::label_type, typename Block::length_policy,
                            typename Handle::count_policy, typename Handle::allocator_type>;
};

}  // namespace detail

/// Owns a block with several arrays alone. One word. Deeply const, like BasicArray, and null in the same
/// cases.
///
/// \tparam List  Arrays<T, ...> or Columns<T, ...>
/// \tparam Count NoCount, ExplicitCopy, or the count of the shared handles whose `owner_type` this is
///
/// The other parameters are those of BasicArray.
/// \threads like a container: const member functions may be called at the same time
template <class List, class Label = NoLabel, class Count = NoCount,
          class Allocator = std::allocator<std::byte>>
class HEAPARRAY_TRIVIAL_ABI HEAPARRAY_EMPTY_BASES BasicColumns
    : public detail::ColumnsWriter<BasicColumns<List, Label, Count, Allocator>,
                                   detail::ColumnsBlock<List, Label, Count, Allocator>>,
      public detail::ColumnsFactories<BasicColumns<List, Label, Count, Allocator>,
                                      detail::ColumnsBlock<List, Label, Count, Allocator>, Label, Allocator> {
  static_assert(detail::ValidLabel<Label>::value);

 public:
  /// The layout, for generic code.
  using columns_type = detail::ColumnsBlock<List, Label, Count, Allocator>;
  using label_type = Label;
  using count_policy = Count;
  using allocator_type = Allocator;
  using size_type = std::size_t;

 private:
  // The array of bytes that has the block.
  using Bytes = BasicArray<std::byte, detail::ColumnsLabel<List, Label, Count, Allocator>,
                           detail::ColumnsLength<List, Label, Count, Allocator>, Count, Allocator>;
  using Types = typename columns_type::Types;
  using Given = typename columns_type::Given;
  using Factories = detail::ColumnsFactories<BasicColumns, columns_type, Label, Allocator>;
  using AllocatorTraits = std::allocator_traits<Allocator>;
  friend Factories;

  static constexpr bool copies_implicitly = !std::is_same_v<Count, ExplicitCopy>;

 public:
  /// A null handle.
  BasicColumns() noexcept = default;
  /// A null handle: `a = nullptr` frees the block.
  template <std::same_as<std::nullptr_t> Null>
  BasicColumns(Null) noexcept {}

  /// A default label, and value-initialised elements of these lengths.
  /// \throws as `with_len`. Strong guarantee
  explicit BasicColumns(const Given& lengths, const Allocator& allocator = Allocator())
    requires(Types::given != 0)
      : BasicColumns(BasicColumns::with_len(label_args(), lengths, allocator)) {}
  /// A default label, and elements that `sources` make, as in `with_label`.
  template <class First, class... Sources>
    requires(Types::given != 0 && !std::is_convertible_v<First, const Allocator&>)
  explicit BasicColumns(const Given& lengths, First&& first, Sources&&... sources)
      : BasicColumns(Factories::template make<BasicColumns>(label_args(), lengths, first, sources...)) {}

  /// A deep copy: first the label, then the arrays. Null if `other` is null.
  /// \throws what the allocator or a copy throws. Strong guarantee
  BasicColumns(const BasicColumns& other)
    requires copies_implicitly
      : BasicColumns(other.clone()) {}
  /// Refused with ExplicitCopy: move the arrays with `std::move`, or copy them with `clone()`.
  BasicColumns(const BasicColumns&)  // heaparray: move the arrays with std::move, or copy them with clone()
    requires(!copies_implicitly)
  = delete;
  /// Refused with ExplicitCopy: assign `std::move(a)`, or `a.clone()`.
  BasicColumns& operator=(const BasicColumns&)  // heaparray: assign std::move(a), or a.clone()
    requires(!copies_implicitly)
  = delete;
  /// A deep copy in a block that `allocator` allocates.
  BasicColumns(const BasicColumns& other, const Allocator& allocator)
      : BasicColumns(other ? FromBlock{columns_type::template copy<detail::OrThrow>(allocator, other.block())}
                           : FromBlock{Block()}) {}
  /// Takes the block of `other`, which is null afterwards.
  BasicColumns(BasicColumns&&) noexcept = default;

  /// A deep copy, which then takes the place of what was here.
  /// \throws as the copy constructor. Strong guarantee
  /// \complexity one allocation, also if the lengths are equal
  BasicColumns& operator=(const BasicColumns& other)
    requires copies_implicitly
  {
    if (this != std::addressof(other)) *this = other.copied_for(*this);
    return *this;
  }
  BasicColumns& operator=(BasicColumns&&) noexcept = default;
  /// Destroys the elements, last to first, then the label, and frees the block.
  ~BasicColumns() = default;

  /// A deep copy.
  /// \throws as the copy constructor. Strong guarantee
  [[nodiscard]] BasicColumns clone() const {
    if (!*this) return BasicColumns();
    return BasicColumns(*this, allocator_for_copies());
  }
  /// As `clone`, but returns an empty optional if there is no memory for the block.
  /// \throws what copying the label or an element throws. Strong guarantee
  [[nodiscard]] std::optional<BasicColumns> try_clone() const {
    if (!*this) return BasicColumns();
    return Factories::template adopt<std::optional<BasicColumns>>(
        columns_type::template copy<detail::OrNull>(allocator_for_copies(), block()));
  }

  /// The label. \pre not null; checked by hardening
  [[nodiscard]] const Label& label(const detail::Caller& caller = detail::Caller::here()) const
      HEAPARRAY_LIFETIME_BOUND {
    detail::expect_block(block().elements(), "label()", caller);
    return columns_type::label(block());
  }
  /// The label. The reference is to const if a length is read from the label. \see update_label
  [[nodiscard]] detail::OwnedColumnsLabel<Types, Label>& label(
      const detail::Caller& caller = detail::Caller::here()) HEAPARRAY_LIFETIME_BOUND {
    detail::expect_block(block().elements(), "label()", caller);
    return columns_type::label(block());
  }
  /// Changes a label from which a length is read: calls `f` with a copy, which then replaces the label.
  /// \throws std::length_error if a length would change; what `f` or copying throws. Strong guarantee
  template <class F>
    requires Types::reads_label
  void update_label(F&& f, detail::Caller caller = detail::Caller::here()) {
    static_assert(
        std::is_copy_constructible_v<Label> && std::is_nothrow_move_assignable_v<Label>,
        "heaparray: update_label changes a copy of the label, and lets it take the label's place "
        "if the lengths are the same: that takes a label with a copy constructor and a noexcept move "
        "assignment.");
    detail::expect_block(block().elements(), "update_label()", caller);
    Label changed(std::as_const(columns_type::label(block())));
    std::forward<F>(f)(changed);
    columns_type::expect_lengths(columns_type::lengths(block()), std::addressof(std::as_const(changed)));
    columns_type::label(block()) = std::move(changed);
  }

  /// The allocator of the block. For a null handle, a default-constructed one.
  /// \pre not null, if the allocator has no default constructor; checked by hardening
  [[nodiscard]] Allocator get_allocator() const { return bytes_.get_allocator(); }

  /// Destroys the block. This handle is null before the first element is destroyed.
  void reset() noexcept { bytes_.reset(); }
  /// Exchanges the blocks. Nothing is copied or moved in them.
  void swap(BasicColumns& other) noexcept { bytes_.swap(other.bytes_); }
  /// As the member.
  friend void swap(BasicColumns& a, BasicColumns& b) noexcept { a.swap(b); }

  /// A shared handle that owns the same block. Nothing is copied. Only for arrays with a count, such as
  /// `ArcColumns<...>::owner_type`.
  [[nodiscard]] auto share() && noexcept
    requires(!std::is_base_of_v<NoCount, Count>);

  /// Gives up ownership and returns an address, from which `from_raw` makes a handle again.
  [[nodiscard("leaks unless given back")]] void* into_raw() && noexcept {
    return std::move(bytes_).into_raw();
  }
  /// The owner of a block that was given up by `into_raw` of the same type. Null if `raw` is null.
  [[nodiscard]] static BasicColumns from_raw(void* raw) noexcept {
    return BasicColumns(FromBlock{Block(static_cast<std::byte*>(raw))});
  }

  /// The block. For generic code.
  [[nodiscard]] HEAPARRAY_STEP_OVER typename columns_type::Block columns_block() const noexcept {
    return bytes_.block();
  }

 private:
  template <class, class, class, class>
  friend class BasicRcColumns;

  using Block = typename columns_type::Block;
  struct FromBlock {
    Block block;
  };
  explicit BasicColumns(FromBlock from) noexcept : bytes_(Bytes::from_raw(from.block.elements())) {}

  Block block() const noexcept { return bytes_.block(); }
  Allocator allocator_for_copies() const {
    return AllocatorTraits::select_on_container_copy_construction(block().allocator());
  }
  BasicColumns copied_for(const BasicColumns& target) const {
    if (!*this) return BasicColumns();
    if constexpr (AllocatorTraits::propagate_on_container_copy_assignment::value)
      return BasicColumns(*this, block().allocator());
    return BasicColumns(*this, target ? Allocator(target.block().allocator()) : allocator_for_copies());
  }

  Bytes bytes_ = Bytes();
};

/// Owns a block with several arrays together with its copies. One word. Reads as const, as BasicRcArray
/// does, except for elements and labels that synchronise themselves (`enable_shared_mutation`).
///
/// \threads as BasicRcArray
template <class List, class Label = NoLabel, class Count = AtomicCount<>,
          class Allocator = std::allocator<std::byte>>
class HEAPARRAY_TRIVIAL_ABI HEAPARRAY_EMPTY_BASES BasicRcColumns
    : public detail::ColumnsReader<BasicRcColumns<List, Label, Count, Allocator>,
                                   detail::ColumnsBlock<List, Label, Count, Allocator>, detail::Shared>,
      public detail::ColumnsFactories<BasicRcColumns<List, Label, Count, Allocator>,
                                      detail::ColumnsBlock<List, Label, Count, Allocator>, Label, Allocator> {
  static_assert(detail::ValidLabel<Label>::value && detail::ValidCount<Count>::value);

 public:
  /// The layout, for generic code.
  using columns_type = detail::ColumnsBlock<List, Label, Count, Allocator>;
  /// The unique handle to the same kind of block.
  using owner_type = BasicColumns<List, Label, Count, Allocator>;
  using label_type = Label;
  using count_policy = Count;
  using allocator_type = Allocator;
  using size_type = std::size_t;

 private:
  using Types = typename columns_type::Types;
  using Given = typename columns_type::Given;
  using Block = typename columns_type::Block;
  using Factories = detail::ColumnsFactories<BasicRcColumns, columns_type, Label, Allocator>;
  friend Factories;

 public:
  /// A null handle.
  BasicRcColumns() noexcept : owner_() {}
  /// A null handle: `a = nullptr` drops the share.
  template <std::same_as<std::nullptr_t> Null>
  BasicRcColumns(Null) noexcept : owner_() {}
  /// As the constructors of BasicColumns.
  /// \throws as there. Strong guarantee
  explicit BasicRcColumns(const Given& lengths, const Allocator& allocator = Allocator())
    requires(Types::given != 0)
      : owner_(lengths, allocator) {}
  /// As the constructors of BasicColumns.
  template <class First, class... Sources>
    requires(Types::given != 0 && !std::is_convertible_v<First, const Allocator&>)
  explicit BasicRcColumns(const Given& lengths, First&& first, Sources&&... sources)
      : owner_(lengths, std::forward<First>(first), std::forward<Sources>(sources)...) {}
  /// Takes the block of a unique handle, like `std::move(owner).share()`.
  BasicRcColumns(owner_type&& owner) noexcept : owner_(std::move(owner)) {}

  /// Adds one owner to the block. The program ends before the count can wrap.
  BasicRcColumns(const BasicRcColumns& other) noexcept : BasicRcColumns(FromBlock{other.columns_block()}) {
    if (*this) columns_block().count().increment();
  }
  /// Takes over the share of `other`, which is null afterwards.
  BasicRcColumns(BasicRcColumns&& other) noexcept : owner_(std::move(other.owner_)) {}
  /// Drops the share and becomes one more owner of the block of `other`.
  BasicRcColumns& operator=(const BasicRcColumns& other) noexcept {
    BasicRcColumns(other).swap(*this);
    return *this;
  }
  /// Drops the share and takes over that of `other`, which is null afterwards.
  BasicRcColumns& operator=(BasicRcColumns&& other) noexcept {
    BasicRcColumns(std::move(other)).swap(*this);
    return *this;
  }
  /// Removes one owner. The last owner destroys the arrays, the last first, then the label, and frees the
  /// block.
  ~BasicRcColumns() {
    if (*this && columns_block().count().decrement()) {
      const Block block = columns_block().hidden();
      block.destroy(block.length(typename Block::handle_part()));
    }
  }

  /// A deep copy: the label and the arrays, in a new block. Null for a null handle.
  /// \throws as copying a BasicColumns. Strong guarantee
  [[nodiscard]] BasicRcColumns clone() const { return BasicRcColumns(owner_.clone()); }
  /// As `clone`, but returns an empty optional if there is no memory for the block.
  /// \throws what copying the label or an element throws. Strong guarantee
  [[nodiscard]] std::optional<BasicRcColumns> try_clone() const {
    std::optional<owner_type> copy = owner_.try_clone();
    if (copy) return BasicRcColumns(std::move(copy.value()));
    return std::nullopt;
  }

  /// The label; mutable if it synchronises itself. \pre not null; checked by hardening
  [[nodiscard]] detail::Shared<Label>& label(const detail::Caller& caller = detail::Caller::here()) const
      HEAPARRAY_LIFETIME_BOUND {
    static_assert(
        !detail::shares_length<Types, Label>(typename Types::Numbers()),
        "heaparray: this label allows shared mutation, and LengthFromLabel reads the length of an array "
        "from a member of it that every owner could change. Declare that member const, or give "
        "LengthFromLabel a const member function.");
    detail::expect_block(columns_block().elements(), "label()", caller);
    return columns_type::label(columns_block());
  }
  /// The allocator of the block. For a null handle, a default-constructed one.
  /// \pre not null, if the allocator has no default constructor; checked by hardening
  [[nodiscard]] Allocator get_allocator() const { return owner_.get_allocator(); }

  // Sharing

  /// The number of owners, at some moment; 0 for a null handle. \see BasicRcArray::use_count
  [[nodiscard]] size_type use_count() const noexcept {
    return *this ? static_cast<size_type>(columns_block().count().use_count()) : 0;
  }
  /// Whether this handle is the only owner; false for a null handle. \see BasicRcArray::is_unique
  [[nodiscard]] bool is_unique() const noexcept { return *this && columns_block().count().is_unique(); }
  /// Whether both handles share the same block, or both are null.
  [[nodiscard]] bool ref_eq(const BasicRcColumns& other) const noexcept {
    return columns_block() == other.columns_block();
  }

  // Writing

  /// This handle as a unique handle, with all members of BasicColumns. Null if the block is shared or the
  /// handle is null.
  /// \post the result is valid until this handle is used in any other way
  [[nodiscard]] owner_type* to_mut() noexcept HEAPARRAY_LIFETIME_BOUND {
    return is_unique() ? std::addressof(owner_) : nullptr;
  }
  /// This handle as a unique handle. If the block is shared, it is first copied deeply (copy on write). A
  /// null handle stays null.
  /// \throws as copying a BasicColumns. Strong guarantee
  /// \post the result is valid until this handle is used in any other way
  [[nodiscard]] owner_type& make_mut() HEAPARRAY_LIFETIME_BOUND {
    if (*this && !is_unique()) [[unlikely]]
      *this = clone();
    return owner_;
  }

  // Giving away

  /// Moves the block to a unique handle if this handle is the only owner; this handle is then null.
  /// Otherwise returns an empty optional, and this handle is unchanged.
  [[nodiscard]] std::optional<owner_type> to_owned() && noexcept {
    if (!is_unique()) return std::nullopt;
    return std::move(owner_);
  }
  /// Drops the share. If it was the last one, returns the block. Of several threads that do this, exactly
  /// one gets it.
  [[nodiscard("reset() drops it")]] std::optional<owner_type> into_inner() && noexcept {
    const Block taken(static_cast<std::byte*>(std::move(*this).into_raw()));
    if (taken.elements() == nullptr || !taken.count().decrement()) return std::nullopt;
    const Block block = taken.hidden();
    block.restart_count();
    return owner_type(typename owner_type::FromBlock{block});
  }
  /// Moves the block to a unique handle, or a deep copy of it if it is shared. This handle is null
  /// afterwards.
  /// \throws as copying a BasicColumns. Strong guarantee
  [[nodiscard]] owner_type make_owned() && {
    owner_type result(std::move(make_mut()));
    return result;
  }

  /// Gives up this handle's share without dropping it and returns an address, from which `from_raw` makes a
  /// handle again.
  [[nodiscard("leaks unless given back")]] void* into_raw() && noexcept {
    return std::move(owner_).into_raw();
  }
  /// Takes back the share that `into_raw` gave up. Null if `raw` is null.
  [[nodiscard]] static BasicRcColumns from_raw(void* raw) noexcept {
    return BasicRcColumns(FromBlock{Block(static_cast<std::byte*>(raw))});
  }

  /// Drops the share. This handle is null before the first element is destroyed.
  void reset() noexcept { BasicRcColumns(std::move(*this)); }
  /// Exchanges the shares.
  void swap(BasicRcColumns& other) noexcept { owner_.swap(other.owner_); }
  /// As the member.
  friend void swap(BasicRcColumns& a, BasicRcColumns& b) noexcept { a.swap(b); }

  /// The block. For generic code.
  [[nodiscard]] HEAPARRAY_STEP_OVER Block columns_block() const noexcept { return owner_.columns_block(); }

 private:
  using FromBlock = typename owner_type::FromBlock;
  explicit BasicRcColumns(FromBlock from) noexcept : owner_(from) {}

  // As in BasicRcArray: in a union, so that only the destructor above decides whether the block is destroyed.
  union {
    owner_type owner_;
  };
};

template <class List, class Label, class Count, class Allocator>
auto BasicColumns<List, Label, Count, Allocator>::share() && noexcept
  requires(!std::is_base_of_v<NoCount, Count>)
{
  return BasicRcColumns<List, Label, Count, Allocator>(std::move(*this));
}

/// What AtomicColumns::borrow() returns: keeps arrays alive for a short read, without a count. \see Borrowed
template <class Handle>
class BorrowedColumns
    : public detail::ColumnsReader<BorrowedColumns<Handle>, typename Handle::columns_type, detail::Shared> {
  using Bytes = typename detail::ColumnsBytes<Handle>::type;

 public:
  /// The layout, for generic code.
  using columns_type = typename Handle::columns_type;
  using label_type = typename Handle::label_type;

  /// A null guard.
  BorrowedColumns() noexcept = default;
  /// The label; mutable if it synchronises itself. \pre not null; checked by hardening
  [[nodiscard]] detail::Shared<label_type>& label(const detail::Caller& caller = detail::Caller::here()) const
      HEAPARRAY_LIFETIME_BOUND {
    detail::expect_block(columns_block().elements(), "label()", caller);
    return columns_type::label(columns_block());
  }
  /// A counted handle to the arrays. Null for a null guard.
  [[nodiscard("this owner is gone at once")]] Handle retain() const noexcept {
    return Handle::from_raw(bytes_.retain().into_raw());
  }
  /// Releases the arrays now.
  void reset() noexcept { bytes_.reset(); }

  /// The block. For generic code.
  // SAFETY: a guard exposes its bytes as const; what may be written to is for ColumnsReader to say.
  [[nodiscard]] typename columns_type::Block columns_block() const noexcept {
    return typename columns_type::Block(const_cast<std::byte*>(bytes_.data()));
  }

 private:
  template <class>
  friend class AtomicColumns;
  explicit BorrowedColumns(Borrowed<Bytes>&& bytes) noexcept : bytes_(std::move(bytes)) {}

  Borrowed<Bytes> bytes_ = Borrowed<Bytes>();
};

/// A cell that owns a share of a block of several arrays, or nothing, for threads to exchange them. One
/// word. The members are those of BasicAtomicArcArray, which is what counts. `Handle` is an ArcColumns, or
/// another handle with an atomic count of at least 32 bits.
/// \threads as BasicAtomicArcArray
template <class Handle>
class AtomicColumns {
  static_assert(!std::is_base_of_v<NoCount, typename Handle::count_policy>,
                "heaparray: AtomicColumns<Handle> needs shared arrays with an atomic count, such as "
                "ArcColumns. Share what has one owner: std::move(a).share().");
  using Bytes = typename detail::ColumnsBytes<Handle>::type;
  using Cell = BasicAtomicArcArray<Bytes>;

 public:
  using handle_type = Handle;
  using value_type = Handle;
  using expected_type = Handle;
  static constexpr bool is_always_lock_free = Cell::is_always_lock_free;

  /// A cell that holds null.
  constexpr AtomicColumns() noexcept = default;
  /// A cell that takes over the share of `arrays`.
  AtomicColumns(Handle arrays) noexcept : cell_(to_bytes(std::move(arrays))) {}
  AtomicColumns(const AtomicColumns&) = delete;
  AtomicColumns& operator=(const AtomicColumns&) = delete;

  /// Whether this cell is lock-free.
  [[nodiscard]] bool is_lock_free() const noexcept { return cell_.is_lock_free(); }
  /// A handle to the arrays in the cell.
  [[nodiscard]] Handle load(std::memory_order order = std::memory_order_seq_cst) const noexcept {
    return to_handle(cell_.load(order));
  }
  /// A guard for short reads, which is not counted. \see BasicAtomicArcArray::borrow
  [[nodiscard("ends with the guard")]] BorrowedColumns<Handle> borrow() const noexcept {
    return BorrowedColumns<Handle>(cell_.borrow());
  }
  /// Puts `desired` into the cell and drops what was there.
  void store(Handle desired, std::memory_order order = std::memory_order_seq_cst) noexcept {
    cell_.store(to_bytes(std::move(desired)), order);
  }
  /// Puts `desired` into the cell and returns what was there.
  [[nodiscard("store() drops it")]] Handle exchange(
      Handle desired, std::memory_order order = std::memory_order_seq_cst) noexcept {
    return to_handle(cell_.exchange(to_bytes(std::move(desired)), order));
  }
  /// If the cell holds the same block as `expected`, puts `desired` into the cell and returns true.
  /// Otherwise, `expected` becomes a handle to what the cell holds.
  bool compare_exchange_strong(Handle& expected, Handle desired,
                               std::memory_order order = std::memory_order_seq_cst) noexcept {
    Bytes before = to_bytes(std::move(expected));
    const bool done = cell_.compare_exchange_strong(before, to_bytes(std::move(desired)), order);
    expected = to_handle(std::move(before));
    return done;
  }
  /// As `compare_exchange_strong`, but it may fail for no reason. For loops.
  bool compare_exchange_weak(Handle& expected, Handle desired,
                             std::memory_order order = std::memory_order_seq_cst) noexcept {
    Bytes before = to_bytes(std::move(expected));
    const bool done = cell_.compare_exchange_weak(before, to_bytes(std::move(desired)), order);
    expected = to_handle(std::move(before));
    return done;
  }
  /// Replaces the arrays in the cell with `f(current)` and returns those that were replaced.
  /// \throws as BasicAtomicArcArray::update. Strong guarantee
  template <class F>
  Handle update(F&& f, std::memory_order order = std::memory_order_seq_cst) {
    Handle current = load(detail::failure_order(order));
    while (!compare_exchange_weak(current, f(std::as_const(current)), order)) {
    }
    return current;
  }
  /// Blocks until the cell holds something other than `old`. \see BasicAtomicArcArray::wait
  void wait(const Handle& old, std::memory_order order = std::memory_order_seq_cst) const noexcept {
    cell_.wait(to_bytes(old), order);
  }
  /// Wakes one thread that waits, if there is one.
  void notify_one() noexcept { cell_.notify_one(); }
  /// Wakes all threads that wait.
  void notify_all() noexcept { cell_.notify_all(); }

 private:
  static Bytes to_bytes(Handle arrays) noexcept {
    return Bytes::from_raw(static_cast<std::byte*>(std::move(arrays).into_raw()));
  }
  static Handle to_handle(Bytes bytes) noexcept { return Handle::from_raw(std::move(bytes).into_raw()); }

  Cell cell_{};
};

/// Unique, one word.
template <class List, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using HeapColumns = BasicColumns<List, Label, NoCount, Allocator>;
/// Shared on one thread, one word.
template <class List, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using RcColumns = BasicRcColumns<List, Label, LocalCount<>, Allocator>;
/// Shared among threads, one word.
template <class List, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using ArcColumns = BasicRcColumns<List, Label, AtomicCount<>, Allocator>;
/// A cell for an ArcColumns.
template <class List, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using AtomicArcColumns = AtomicColumns<ArcColumns<List, Label, Allocator>>;

/// A handle holds an address, which is not its own.
template <class List, class Label, class Count, class Allocator>
inline constexpr bool enable_trivial_relocation<BasicColumns<List, Label, Count, Allocator>> = true;
/// The same.
template <class List, class Label, class Count, class Allocator>
inline constexpr bool enable_trivial_relocation<BasicRcColumns<List, Label, Count, Allocator>> = true;
/// A cell synchronises itself, as std::atomic does.
template <class Handle>
inline constexpr bool enable_shared_mutation<AtomicColumns<Handle>> = true;

HEAPARRAY_NAMESPACE_END

/// False, as for BasicRcArray.
template <class List, class Label, class Count, class Allocator, class Other>
struct std::uses_allocator<heaparray::BasicRcColumns<List, Label, Count, Allocator>, Other>
    : std::false_type {};
/// False: there is no move to another allocator.
template <class List, class Label, class Count, class Allocator, class Other>
struct std::uses_allocator<heaparray::BasicColumns<List, Label, Count, Allocator>, Other> : std::false_type {
};

/// Enabled if the label and all elements have a hash.
template <class List, class Label, class Count, class Allocator>
  requires heaparray::detail::hashes_columns<Label, typename heaparray::detail::ColumnsOf<List>::type>
struct std::hash<heaparray::BasicColumns<List, Label, Count, Allocator>>
    : heaparray::detail::ColumnsHash<heaparray::BasicColumns<List, Label, Count, Allocator>> {};
/// The same.
template <class List, class Label, class Count, class Allocator>
  requires heaparray::detail::hashes_columns<Label, typename heaparray::detail::ColumnsOf<List>::type>
struct std::hash<heaparray::BasicRcColumns<List, Label, Count, Allocator>>
    : heaparray::detail::ColumnsHash<heaparray::BasicRcColumns<List, Label, Count, Allocator>> {};

#endif  // HEAPARRAY_COLUMNS_HPP
