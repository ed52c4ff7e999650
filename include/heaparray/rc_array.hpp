// SPDX-License-Identifier: MIT
//
// rc_array.hpp: BasicRcArray, the handle whose copies share a block, and its aliases RcArray, ArcArray and
// their thin and fat forms.
//
//    fat:  [ data | size ] [ data | size ]       thin:  [ data ] [ data ]
//            |               |                            |        |
//            +-------+-------+                            +---+----+
//                    |                                        |
//     [count][Label] T T T T                   [count][length][Label] T T T T
//
// It does what `std::shared_ptr<std::vector<T>>` does, with one allocation instead of two, and adds copy on
// write.
//
//   heaparray::ArcArray<int> a = {1, 2, 3};
//   auto b = a;                      // the same block
//   b.make_mut()[0] = 9;             // b now has a block of its own: a[0] is still 1
//   assert(a.is_unique() && b.is_unique());
#ifndef HEAPARRAY_RC_ARRAY_HPP
#define HEAPARRAY_RC_ARRAY_HPP

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

#include "array_operators.hpp"  // IWYU pragma: export
#include "concepts.hpp"
#include "config.hpp"
#include "detail/base/from_range.hpp"         // IWYU pragma: export
#include "detail/base/hidden.hpp"             // IWYU pragma: export
#include "detail/block/array_block.hpp"       // IWYU pragma: export
#include "detail/handle/array_factories.hpp"  // IWYU pragma: export
#include "detail/handle/array_reader.hpp"     // IWYU pragma: export
#include "detail/handle/array_types.hpp"      // IWYU pragma: export
#include "detail/handle/block_lookup.hpp"     // IWYU pragma: export
#include "fwd.hpp"                            // IWYU pragma: export
#include "heap_array.hpp"                     // IWYU pragma: export
#include "into_iter.hpp"
#include "label.hpp"      // IWYU pragma: export
#include "length.hpp"     // IWYU pragma: export
#include "ref_count.hpp"  // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN

/// Owns a block together with its copies. The last owner destroys the block. A handle is null when it is
/// default-constructed or moved from.
///
/// Shared handles read as const, whether the handle itself is const or not. The exception is elements and
/// labels that synchronise themselves (`enable_shared_mutation`): `detail::Shared<T>` is `T` for these, and
/// `const T` for all others. All other writing goes through members that test whether the block is shared:
/// the members named `..._mut`, `insert` and `make_owned`.
///
/// \tparam Count a RefCounter. The other parameters are those of BasicArray.
/// \threads One handle is like a container: one thread may use it at a time, or several that only read it.
///          Different handles of one block may be used, copied and destroyed by several threads at the same
///          time if `Count::thread_safe`, and by one thread at a time otherwise
template <class T, class Label, class Length, class Count, class Allocator>
class HEAPARRAY_TRIVIAL_ABI HEAPARRAY_EMPTY_BASES BasicRcArray
    : public detail::ArrayTypes<BasicRcArray<T, Label, Length, Count, Allocator>, T, Label,
                                detail::Shared<T>>,
      public detail::ArrayReader<BasicRcArray<T, Label, Length, Count, Allocator>, detail::Shared<T>,
                                 detail::extent_of<Length>>,
      public detail::ArrayFactories<BasicRcArray<T, Label, Length, Count, Allocator>,
                                    detail::ArrayBlock<T, Label, Length, Count, Allocator>>,
      public detail::BlockLookup<BasicRcArray<T, Label, Length, Count, Allocator>,
                                 detail::ArrayBlock<T, Label, Length, Count, Allocator>, true> {
  static_assert(detail::ValidCount<Count>::value);
  static_assert(detail::ValidPolicies<Length, Allocator>::value);

  using Block = detail::ArrayBlock<T, Label, Length, Count, Allocator>;
  using Held = detail::HeldBlock<Block>;
  using Factories = detail::ArrayFactories<BasicRcArray, Block>;

 public:
  /// The unique handle to the same kind of block.
  using owner_type = BasicArray<T, Label, Length, Count, Allocator>;
  using length_policy = Length;
  using count_policy = Count;
  using allocator_type = Allocator;
  using size_type = std::size_t;

  // Making

  /// A null handle.
  BasicRcArray() noexcept : owner_() {}

  /// A null handle: `a = nullptr` drops the share.
  template <std::same_as<std::nullptr_t> Null>
  BasicRcArray(Null) noexcept : owner_() {}

  /// `n` elements, each built in place from what `init(label, i)` or `init(i)` returns, and a default label.
  /// If `init` is not a function, but a value from which an element can be made: `n` copies of it.
  /// \throws as `with_label`. Strong guarantee
  /// \complexity as `with_label`
  template <class Init>
    requires(!std::is_convertible_v<Init, const Allocator&> && std::is_default_constructible_v<Label> &&
             (!detail::FixesLength<Length> || detail::ElementInit<Init, T, Label>))
  explicit BasicRcArray(size_type n, Init&& init, const Allocator& allocator = Allocator())
      : BasicRcArray(Factories::make_each(n, init, allocator)) {}
  /// `n` value-initialised elements and a default label.
  /// \throws as `with_len`. Strong guarantee
  /// \complexity as `with_len`
  explicit BasicRcArray(size_type n, const Allocator& allocator = Allocator())
      : owner_(Held(
            Block::template make<detail::OrThrow>(allocator, n, label_args(), detail::ValueInitialized()),
            n)) {}
  /// As many elements as the type fixes, each built from what `init` returns, and a default label.
  /// \throws as `with_label`. Strong guarantee
  /// \complexity as `with_label`
  template <class Init>
    requires detail::FixesLength<Length> &&
             (!detail::BlockHandle<std::remove_cvref_t<Init>>) && detail::ElementInit<Init, T, Label> &&
             (!std::is_convertible_v<Init, std::size_t>)
  explicit BasicRcArray(Init&& init,  // NOLINT(bugprone-forwarding-reference-overload): an array is no init
                        const Allocator& allocator = Allocator())
      : BasicRcArray(BasicRcArray::with_label(label_args(), std::forward<Init>(init), allocator)) {}
  /// The elements of `list`, and a default label.
  /// \throws as `from_range`. Strong guarantee
  /// \complexity as `from_range`
  BasicRcArray(std::initializer_list<T> list, const Allocator& allocator = Allocator())
    requires(!detail::FixesSeveral<Length>)
      : BasicRcArray(BasicRcArray::from_range(list, allocator)) {}
  /// The same for an array whose type fixes its length. With another number of elements, it does not compile.
  template <class... Us>
    requires(detail::FixesSeveral<Length> && sizeof...(Us) > 1 && (detail::ListedAs<Us, T> && ...))
  BasicRcArray(Us&&... elements)
      : BasicRcArray(BasicRcArray::of(static_cast<T>(std::forward<Us>(elements))...)) {}
  /// The elements of a list, with an allocator: `A({1, 2, 3}, allocator)`.
  template <std::size_t N>
    requires detail::FixesSeveral<Length>
  BasicRcArray(const T (&list)[N], const Allocator& allocator)
      : BasicRcArray(BasicRcArray::from_range(label_args(), list, allocator)) {}
  /// Refused: another kind of array has a block of another kind.
  template <detail::BlockHandle Other>
    requires(!std::is_same_v<Other, BasicRcArray> && !std::is_same_v<Other, owner_type>)
  BasicRcArray(const Other&) = delete;  // heaparray: convert_to<Target>(std::move(source)) is explicit
  /// Refused: a text has a NUL behind it, or has not.
  template <detail::TextFor<BasicRcArray> Text>
  explicit BasicRcArray(const Text&) = delete;  // heaparray: from_text(text) makes an array of its characters
  /// Refused: a character is no length. (Two literals in braces are two iterators for a std::vector.)
  template <std::same_as<T> C>
    requires detail::IsCharacter<C>::value
  explicit BasicRcArray(C) = delete;  // heaparray: from_text(text) makes an array of its characters
  /// Refused: an allocation for a copy of a sequence is written out.
  template <class R>
    requires(!detail::BlockHandle<R>) && detail::Sequence<R, T> && (!detail::TextFor<R, BasicRcArray>) &&
                (!std::is_convertible_v<R, BasicRcArray>)
  explicit BasicRcArray(const R&) = delete;  // heaparray: from_range(range) makes an array of copies

#if HEAPARRAY_HAS_FROM_RANGE
  /// The elements of `range`, and a default label. `std::ranges::to<ArcArray<int>>()` calls this.
  /// \throws as `from_range`. Strong guarantee
  /// \complexity as `from_range`
  template <std::ranges::input_range R>
    requires(std::is_constructible_v<T, std::ranges::range_reference_t<R>> &&
             std::is_default_constructible_v<Label>)
  BasicRcArray(std::from_range_t, R&& range, const Allocator& allocator = Allocator())
      : BasicRcArray(BasicRcArray::from_range(std::forward<R>(range), allocator)) {}
#endif

  /// Takes the block of a unique handle, like `std::move(owner).share()`.
  BasicRcArray(owner_type&& owner) noexcept : owner_(owner.held_.take()) {}

  /// Adds one owner to the block. The program ends before the count can wrap.
  /// \complexity O(1), no allocation
  BasicRcArray(const BasicRcArray& other) noexcept : owner_(other.owner_.held_) {
    if (block()) block().count().increment();
  }

  /// Takes over the share of `other`, which is null afterwards.
  BasicRcArray(BasicRcArray&& other) noexcept : owner_(other.owner_.held_.take()) {}

  /// Drops the share and becomes one more owner of the block of `other`.
  BasicRcArray& operator=(const BasicRcArray& other) noexcept {
    BasicRcArray(other).swap(*this);
    return *this;
  }
  /// Drops the share and takes over that of `other`, which is null afterwards.
  BasicRcArray& operator=(BasicRcArray&& other) noexcept {
    BasicRcArray(std::move(other)).swap(*this);
    return *this;
  }

  /// Removes one owner. The last owner destroys the elements, last to first, then the label, and frees the
  /// block.
  ~BasicRcArray() {
    if (data() != nullptr && block().count().decrement()) block().hidden().destroy(owner_.held_.length());
  }

  /// A deep copy: the label and the elements, in a new block. Null for a null handle.
  /// \throws as copying a BasicArray. Strong guarantee
  [[nodiscard]] BasicRcArray clone() const { return BasicRcArray(detail::copy_of(owner_.held_)); }

  /// As `clone`, but returns an empty optional if there is no memory for the block.
  /// \throws as BasicArray::try_clone. Strong guarantee
  [[nodiscard]] std::optional<BasicRcArray> try_clone() const {
    const Held copy = detail::copy_of<detail::OrNull>(owner_.held_);
    if (copy.block.elements() == nullptr && data() != nullptr) [[unlikely]]
      return std::nullopt;
    return BasicRcArray(copy);
  }

  // Reading

  /// The number of elements; 0 for a null handle. \see BasicArray::size
  [[nodiscard]] HEAPARRAY_STEP_OVER size_type size() const noexcept { return owner_.held_.size(); }

  /// The address of the first element. Null only for a null handle.
  [[nodiscard]] HEAPARRAY_STEP_OVER detail::Shared<T>* data() const noexcept HEAPARRAY_LIFETIME_BOUND {
    return owner_.held_.block.elements();
  }

  /// The block, of which this handle stays an owner; none for a null handle. \see from_block
  [[nodiscard]] HEAPARRAY_STEP_OVER const Block& block() const noexcept HEAPARRAY_LIFETIME_BOUND {
    return owner_.held_.block;
  }

  /// The label; mutable if it synchronises itself. \pre not null; checked by hardening
  [[nodiscard]] HEAPARRAY_INLINE detail::Shared<Label>& label(
      const detail::Caller& caller = detail::Caller::here()) const HEAPARRAY_LIFETIME_BOUND {
    detail::expect_block(owner_.held_.block.elements(), "label()", caller);
    return owner_.held_.block.label();
  }

  /// The label and the elements as `sizeof(Label) + size() * sizeof(T)` contiguous bytes, for sending or
  /// storing. Both types must be trivially copyable, with no padding between label and elements.
  /// \pre not null; checked by hardening
  [[nodiscard]] std::span<const std::byte> as_bytes(
      detail::Caller caller = detail::Caller::here()) const& HEAPARRAY_LIFETIME_BOUND {
    detail::expect_block(data(), "as_bytes()", caller);
    return block().in_bytes(size());
  }
  void as_bytes() const&& = delete;  // heaparray: the array dies here: name it first

  /// The allocator of the block. \pre as BasicArray::get_allocator; checked by hardening
  [[nodiscard]] allocator_type get_allocator(detail::Caller caller = detail::Caller::here()) const {
    return detail::allocator_of(owner_.held_, caller);
  }

  // Sharing

  /// The number of owners, at some moment; 0 for a null handle. While an atomic cell holds the block, this is
  /// an upper bound, because a cell counts its readers in advance. To decide whether writing is safe, use
  /// `is_unique`.
  [[nodiscard]] size_type use_count() const noexcept {
    return data() != nullptr ? static_cast<size_type>(block().count().use_count()) : 0;
  }

  /// Whether this handle is the only owner; false for a null handle.
  /// \threads acquire: if the result is true, no other owner exists, and everything that former owners did to
  ///          the block is visible
  [[nodiscard]] bool is_unique() const noexcept { return data() != nullptr && block().count().is_unique(); }

  /// Whether both handles share the same block, or both are null.
  [[nodiscard]] bool ref_eq(const BasicRcArray& other) const noexcept { return data() == other.data(); }

  // Writing. These members do nothing, and return null or an empty optional, if the block is shared or the
  // handle is null.

  /// The address of element `i`, for writing. Null if `i >= size()`, if the block is shared, or if the handle
  /// is null.
  [[nodiscard]] T* get_mut(size_type i) noexcept HEAPARRAY_LIFETIME_BOUND {
    return is_unique() ? owner_.get_mut(i) : nullptr;
  }

  /// The address of the label, for writing. Null if the block is shared or the handle is null. Points to
  /// const if the length is read from the label. \see BasicArray::update_label
  [[nodiscard]] typename detail::OwnedLabel<Label, Length>::type* label_mut() noexcept
      HEAPARRAY_LIFETIME_BOUND {
    return is_unique() ? std::addressof(block().label()) : nullptr;
  }

  /// All elements, for writing. Empty optional if the block is shared or the handle is null.
  /// Before C++23, give it a name before a loop: in `for (int& x : *a.as_slice_mut())`, the optional is
  /// destroyed before the first iteration.
  [[nodiscard]] std::optional<std::span<T, detail::extent_of<Length>>> as_slice_mut() & noexcept
      HEAPARRAY_LIFETIME_BOUND {
    if (!is_unique()) return std::nullopt;
    return owner_.as_slice_mut();
  }

  /// Replaces element `i` by `value` and returns the old value. Changes nothing and returns an empty optional
  /// if `i >= size()`, if the block is shared, or if the handle is null.
  /// \throws as BasicArray::insert. Basic guarantee: element `i` may have been moved from
  std::optional<T> insert(size_type i, T value) {
    if (!is_unique()) return std::nullopt;
    return owner_.insert(i, std::move(value));
  }

  /// This handle as a unique handle, with all members of BasicArray. Null if the block is shared or the
  /// handle is null.
  /// \post the result is valid until this handle is used in any other way
  [[nodiscard]] owner_type* to_mut() noexcept HEAPARRAY_LIFETIME_BOUND {
    return is_unique() ? std::addressof(owner_) : nullptr;
  }

  /// This handle as a unique handle. If the block is shared, it is first copied deeply (copy on write). A
  /// null handle stays null.
  /// \throws as copying a BasicArray. Strong guarantee
  /// \complexity O(1) if this handle is the only owner, otherwise O(n) and one allocation
  /// \post the result is valid until this handle is used in any other way
  [[nodiscard]] owner_type& make_mut() HEAPARRAY_LIFETIME_BOUND {
    if (data() != nullptr && !is_unique()) [[unlikely]]
      become_only_owner();
    return owner_;
  }

  /// The same of an array that grows, with room for `room` more elements: one allocation for the copy and for
  /// what is added.
  /// \throws as `make_mut`, and std::length_error if there would be more than `max_len()` elements. Strong
  ///         guarantee
  [[nodiscard]] owner_type& make_mut(size_type room) HEAPARRAY_LIFETIME_BOUND
    requires detail::KeepsCapacity<Length>
  {
    if (data() != nullptr && !is_unique())
      *this = BasicRcArray(owner_.clone_with_room(room));
    else
      owner_.make_room(room);
    return owner_;
  }

  /// Elements `first` to `last - 1` as one more owner of the array. Needs <heaparray/shared_slice.hpp>.
  /// \pre `first <= last && last <= size()`; checked by hardening
  template <class Slice = SharedSlice<BasicRcArray>>
  [[nodiscard]] Slice share_slice(size_type first, size_type last,
                                  detail::Caller caller = detail::Caller::here()) const {
    return Slice(*this, first, last, caller);
  }

  /// A weak handle to the block, which does not keep its contents alive: a WeakArray<BasicRcArray>. Needs
  /// <heaparray/weak_array.hpp>, and a count such as AtomicCountWithWeak<>.
  template <class Weak = WeakArray<BasicRcArray>>
  [[nodiscard]] auto downgrade() const noexcept {
    static_assert(
        requires { sizeof(Weak); }, "heaparray: weak handles need #include <heaparray/weak_array.hpp>.");
    return Weak(*this);
  }

  // Giving away

  /// Moves the block to a unique handle if this handle is the only owner; this handle is then null. Otherwise
  /// returns an empty optional, and this handle is unchanged. To keep using the handle in that case, test
  /// before the move, because readers and static analysers take a move as final:
  /// `if (a.is_unique()) owner = std::move(a).make_owned();`
  [[nodiscard]] std::optional<owner_type> to_owned() && noexcept {
    if (!is_unique()) return std::nullopt;
    return owner_type(owner_.held_.take());
  }

  /// Drops the share. If it was the last one, returns the block, to a unique handle, instead of destroying
  /// it. If several threads give up their handles to one block by this function, exactly one of them, the
  /// last, gets the block. (With to_owned() followed by the destructor, none may: two threads can both see
  /// that the block is shared.) Null handles give nothing. This handle is null afterwards.
  /// \complexity O(1)
  /// \throws what moving the label and the elements to a new block throws, if there are weak handles;
  ///         otherwise nothing. Basic guarantee: this handle is null, and what it owned is destroyed
  /// \threads as the destructor: release for those that are not last, and acquire for the last one, who sees
  ///          all that the others did to the block
  [[nodiscard("reset() drops it")]] std::optional<owner_type> into_inner() && noexcept(
      !detail::CountsWeak<Count>) {
    const Held held = owner_.held_.take();
    if (held.block.elements() == nullptr) return std::nullopt;
    // If this was not the last share, the block is another owner's now.
    if (!held.block.count().decrement()) return std::nullopt;
    const Block block = held.block.hidden();
    if constexpr (detail::CountsWeak<Count>) {
      if (block.count().has_weak()) {
        // The old block is destroyed as by an owner, and the weak handles of it expire.
        const owner_type old(Held(block, held.length()));
        const detail::FromElements<T> elements{block.elements()};
        return owner_type(Held(Block::template make<detail::OrThrow>(block.allocator(), held.length(),
                                                                     std::move(block.label()), elements),
                               held.length()));
      }
    }
    block.restart_count();
    return owner_type(Held(block, held.length()));
  }

  /// Moves the block to a unique handle, or a deep copy of it if it is shared. This handle is null
  /// afterwards.
  /// \throws as copying a BasicArray. Strong guarantee
  [[nodiscard]] owner_type make_owned() && {
    owner_type result(std::move(make_mut()));
    return result;
  }

  /// An input range that moves the elements out one by one. If the block is shared, the elements are copies.
  /// \throws as make_owned. Strong guarantee
  [[nodiscard]] IntoIter<owner_type> into_iter() && { return std::move(*this).make_owned().into_iter(); }

  /// Gives up this handle's share without dropping it and returns the address of the first element, from
  /// which `from_raw` makes a handle again. Returns null for a null handle.
  [[nodiscard("leaks unless given back")]] T* into_raw() && noexcept {
    return owner_.held_.take().block.elements();
  }

  /// Takes back the share that `into_raw` gave up. Null if `data` is null.
  [[nodiscard]] static BasicRcArray from_raw(T* data) noexcept
    requires(!Length::in_handle)
  {
    if constexpr (HEAPARRAY_HARDENING >= 2) Block::expect_block(data, "a handle to");
    return BasicRcArray(Held(Block(data), 0));
  }
  /// The same for fat handles, which need the length. \pre `n` is the length that the array had
  [[nodiscard]] static BasicRcArray from_raw(T* data, size_type n) noexcept
    requires Length::in_handle
  {
    if constexpr (HEAPARRAY_HARDENING >= 2) Block::expect_block(data, "a handle to");
    return BasicRcArray(Held(Block(data), data != nullptr ? n : 0));
  }

  /// Adds one owner to the block whose first element is at `data`. Null if `data` is null.
  /// \pre an owner of this type exists during the whole call
  [[nodiscard("this owner is gone at once")]] static BasicRcArray retain_raw(const T* data) noexcept
    requires(!Length::in_handle)
  {
    return BasicRcArray(retained(data, 0));
  }
  /// The same for fat handles, which need the length. \pre `n` is the length of the array
  [[nodiscard("this owner is gone at once")]] static BasicRcArray retain_raw(const T* data,
                                                                             size_type n) noexcept
    requires Length::in_handle
  {
    return BasicRcArray(retained(data, n));
  }

  /// The same, by the label. \pre `label` is the label of a block, and an owner exists during the whole call
  [[nodiscard("this owner is gone at once")]] static BasicRcArray retain_label(const Label& label) noexcept
    requires(!Length::in_handle)
  {
    return retain_raw(Block::from_label(label).elements());
  }
  /// The same for fat handles, which need the length. \pre `n` is the length of the array
  [[nodiscard("this owner is gone at once")]] static BasicRcArray retain_label(const Label& label,
                                                                               size_type n) noexcept
    requires Length::in_handle
  {
    return retain_raw(Block::from_label(label).elements(), n);
  }

  // Counting without a handle, for interfaces with a pair of functions such as `ref` and `unref`.

  /// Adds one owner to the block whose first element is at `data`. A `release`, or a handle from `from_raw`,
  /// removes it again.
  /// \pre `data` is not null, which is checked by hardening, and an owner exists during the whole call
  /// \threads as the copy constructor
  static void retain(const T* data, const detail::Caller& caller = detail::Caller::here())
    requires(!Length::in_handle)
  {
    detail::expect_block(data, "retain()", caller);
    block_at(data).count().increment();
  }
  /// The same for fat handles, with the length, as for all members that take `data`.
  static void retain(const T* data, [[maybe_unused]] size_type n,
                     const detail::Caller& caller = detail::Caller::here())
    requires Length::in_handle
  {
    detail::expect_block(data, "retain()", caller);
    block_at(data).count().increment();
  }

  /// Removes one owner of the block whose first element is at `data`, as the destructor does. True if it was
  /// the last one; the block is then gone.
  /// \pre `data` is not null, which is checked by hardening. The caller has a share, from `retain` or
  ///      `into_raw`
  /// \threads as the destructor. Of several threads that release the last shares, exactly one gets true
  static bool release(const T* data, const detail::Caller& caller = detail::Caller::here())
    requires(!Length::in_handle)
  {
    detail::expect_block(data, "release()", caller);
    return drop(Held(block_at(data), 0));
  }
  /// The same for fat handles, which need the length. \pre `n` is the length of the array
  static bool release(const T* data, size_type n, const detail::Caller& caller = detail::Caller::here())
    requires Length::in_handle
  {
    detail::expect_block(data, "release()", caller);
    return drop(Held(block_at(data), n));
  }

  /// Drops the share, as by the destructor. This handle is null before the first element is destroyed.
  void reset() noexcept { BasicRcArray(std::move(*this)); }

  /// Exchanges the shares. No count changes.
  void swap(BasicRcArray& other) noexcept { std::swap(owner_.held_, other.owner_.held_); }
  /// As the member.
  friend void swap(BasicRcArray& a, BasicRcArray& b) noexcept { a.swap(b); }

 private:
  friend Factories;

  explicit BasicRcArray(const Held& held) noexcept : owner_(held) {}

  // SAFETY: shared handles expose their elements as const, but no element is const: an only owner
  // may write to it.
  HEAPARRAY_STEP_OVER static Block block_at(const T* data) noexcept { return Block(const_cast<T*>(data)); }

  static Held retained(const T* data, size_type n) noexcept {
    if (data == nullptr) return {};
    block_at(data).count().increment();
    return Held(block_at(data), n);
  }

  static bool drop(const Held& held) noexcept {
    if (!held.block.count().decrement()) return false;
    held.block.hidden().destroy(held.length());
    return true;
  }

  HEAPARRAY_OUT_OF_LINE void become_only_owner() { *this = clone(); }

  // Holds the block and the length. It acts as an owner only while the count is one. At all other times it is
  // only read. It is in a union so that only the destructor above decides whether the block is destroyed.
  union {
    owner_type owner_;
  };
};

/// Only the message.
template <class T, class Label, class Length, class Count, class Allocator>
  requires(!detail::Storable<T> || !detail::Storable<Label>)
class BasicRcArray<T, Label, Length, Count, Allocator> {
  static_assert(detail::ValidElement<T>::value && detail::ValidLabel<Label>::value);
};

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
/// As the deduction guides of BasicArray.
template <class T, class Label = NoLabel, class Length = LengthInHandle, class Count = AtomicCount<>,
          class Allocator = std::allocator<std::byte>, std::same_as<T>... Ts>
  requires(sizeof...(Ts) > 0)
BasicRcArray(T, Ts...) -> BasicRcArray<T, Label, Length, Count, Allocator>;
#else
/// As the deduction guides of BasicArray.
template <class Init, class Label = NoLabel, class Length = LengthInHandle, class Count = AtomicCount<>,
          class Allocator = std::allocator<std::byte>>
BasicRcArray(std::size_t, Init)
    -> BasicRcArray<typename detail::MadeBy<Init>::type, Label, Length, Count, Allocator>;
#endif

HEAPARRAY_NAMESPACE_END

/// False, so that containers do not pass their allocator to a shared handle: its copies share the block,
/// whichever allocator the block comes from.
template <class T, class Label, class Length, class Count, class Allocator, class Other>
struct std::uses_allocator<heaparray::BasicRcArray<T, Label, Length, Count, Allocator>, Other>
    : std::false_type {};

/// Enabled if the label and the elements have a hash.
template <class T, class Label, class Length, class Count, class Allocator>
  requires heaparray::detail::Hashable<T> &&
           (std::is_same_v<Label, heaparray::NoLabel> || heaparray::detail::Hashable<Label>)
struct std::hash<heaparray::BasicRcArray<T, Label, Length, Count, Allocator>>
    : heaparray::ArrayHash<heaparray::BasicRcArray<T, Label, Length, Count, Allocator>> {};

#endif  // HEAPARRAY_RC_ARRAY_HPP
