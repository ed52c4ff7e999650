// SPDX-License-Identifier: MIT
//
// heap_array.hpp: BasicArray, the handle that owns a block alone, and its aliases HeapArray, FatPtrArray and
// ThinPtrArray.
//
//    fat:  [ data | size ]           thin:  [ data ]
//            |                                |
//    [Label] T T T T          [length][Label] T T T T
//
// A HeapArray is a `std::vector` without spare capacity, with a label in the same block. The handle is one or
// two words wide.
//
//   struct Parity { int even = 0, odd = 0; };
//   auto a = heaparray::HeapArray<int, Parity>::with_label(Parity{}, 5, [](Parity& seen, std::size_t i) {
//     ++(i % 2 == 0 ? seen.even : seen.odd);
//     return static_cast<int>(i * i);
//   });
//   assert(a[3] == 9 && a.label().even == 3);
#ifndef HEAPARRAY_HEAP_ARRAY_HPP
#define HEAPARRAY_HEAP_ARRAY_HPP

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

#include "aligned_allocator.hpp"
#include "array_operators.hpp"  // IWYU pragma: export
#include "config.hpp"
#include "detail/base/from_range.hpp"         // IWYU pragma: export
#include "detail/block/array_block.hpp"       // IWYU pragma: export
#include "detail/handle/array_factories.hpp"  // IWYU pragma: export
#include "detail/handle/array_types.hpp"      // IWYU pragma: export
#include "detail/handle/array_writer.hpp"     // IWYU pragma: export
#include "detail/handle/block_lookup.hpp"     // IWYU pragma: export
#include "detail/handle/held_block.hpp"       // IWYU pragma: export
#include "detail/handle/tuple_protocol.hpp"   // IWYU pragma: export
#include "fwd.hpp"                            // IWYU pragma: export
#include "into_iter.hpp"
#include "label.hpp"      // IWYU pragma: export
#include "length.hpp"     // IWYU pragma: export
#include "ref_count.hpp"  // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// A copy of an array by `allocator`, or none of none.
template <class OnFailure = OrThrow, class Block>
HEAPARRAY_INLINE HeldBlock<Block> copy_of(const HeldBlock<Block>& held,
                                          AllocatorArg<typename Block::allocator_type> allocator) {
  using T = typename Block::value_type;
  using Label = typename Block::label_type;
  static_assert(
      std::is_copy_constructible_v<T>,
      "heaparray: copying a unique array copies its elements, and these cannot be copied. Move the array "
      "with std::move, or use a shared one (RcArray, ArcArray), whose copies share the block.");
  static_assert(
      std::is_copy_constructible_v<Label>,
      "heaparray: copying a unique array copies its label, and this one cannot be copied. Move the array "
      "with std::move, or use a shared one (RcArray, ArcArray), whose copies share the block.");
  if constexpr (std::is_copy_constructible_v<T> && std::is_copy_constructible_v<Label>) {
    if (held.block.elements() == nullptr) return {};
    const std::size_t n = held.length();
    return HeldBlock<Block>(Block::template copy<OnFailure>(allocator, n, held.block), n);
  } else {
    return {};  // after the message
  }
}
/// The same by the allocator for copies.
template <class OnFailure = OrThrow, class Block>
HeldBlock<Block> copy_of(const HeldBlock<Block>& held) {
  using Traits = std::allocator_traits<typename Block::allocator_type>;
  if (held.block.elements() == nullptr) return {};
  return detail::copy_of<OnFailure>(held,
                                    Traits::select_on_container_copy_construction(held.block.allocator()));
}

/// \see BasicArray::get_allocator
template <class Block>
typename Block::allocator_type allocator_of(const HeldBlock<Block>& held, const Caller& caller) {
  if constexpr (std::is_default_constructible_v<typename Block::allocator_type>)
    if (held.block.elements() == nullptr) return typename Block::allocator_type();
  detail::expect_block(held.block.elements(), "get_allocator()", caller);
  return held.block.allocator();
}

}  // namespace detail

/// Owns a block alone. Deeply const, like `std::vector`.
///
/// A handle is null when it is default-constructed or moved from. It then has no block, `size() == 0` and
/// `data() == nullptr`, and a call of `label()` is a broken contract.
///
/// \tparam T         the element type: any object type except arrays, with a noexcept destructor. It may be
///                   immovable, and it may be incomplete until a member function is used
/// \tparam Label     the type of the value in front of the elements; the same rules
/// \tparam Length    where the length is stored, a LengthPolicy
/// \tparam Count     NoCount; ExplicitCopy, with which arrays are copied only by `clone()`; or the RefCounter
///                   of the shared handles whose `owner_type` this is. In the last case the block has a
///                   count, which is one, and `share()` is free
/// \tparam Allocator is stored in the block if it has state. Each block is freed by the allocator that
///                   allocated it, so moves and swaps are O(1) and noexcept for every allocator. A handle
///                   holds its pointer, which may be a class, as in shared memory; `data()` is a raw one
/// \threads like a container: const member functions may be called at the same time
template <class T, class Label, class Length, class Count, class Allocator>
class HEAPARRAY_TRIVIAL_ABI HEAPARRAY_EMPTY_BASES BasicArray
    : public detail::ArrayTypes<BasicArray<T, Label, Length, Count, Allocator>, T, Label, T>,
      public detail::ArrayWriter<BasicArray<T, Label, Length, Count, Allocator>, T,
                                 detail::extent_of<Length>>,
      public detail::ArrayFactories<BasicArray<T, Label, Length, Count, Allocator>,
                                    detail::ArrayBlock<T, Label, Length, Count, Allocator>>,
      public detail::BlockLookup<BasicArray<T, Label, Length, Count, Allocator>,
                                 detail::ArrayBlock<T, Label, Length, Count, Allocator>, false>,
      public detail::ChangesLength<BasicArray<T, Label, Length, Count, Allocator>, T, Length> {
  static_assert(detail::ValidElement<T>::value && detail::ValidLabel<Label>::value);
  static_assert(detail::ValidPolicies<Length, Allocator>::value);

  using Block = detail::ArrayBlock<T, Label, Length, Count, Allocator>;
  using Held = detail::HeldBlock<Block>;
  using Factories = detail::ArrayFactories<BasicArray, Block>;
  using OwnedLabel = typename detail::OwnedLabel<Label, Length>::type;
  using AllocatorTraits = std::allocator_traits<Allocator>;

  static constexpr bool copies_implicitly = !std::is_same_v<Count, ExplicitCopy>;

 public:
  using length_policy = Length;
  using count_policy = Count;
  using allocator_type = Allocator;
  using size_type = std::size_t;

  // Making

  /// A null handle.
  BasicArray() noexcept = default;

  /// A null handle. For containers that pass their allocator to their elements. The allocator is not stored,
  /// because there is no block to store it in.
  explicit BasicArray(const Allocator&) noexcept {}

  /// A null handle: `a = nullptr` frees the block.
  template <std::same_as<std::nullptr_t> Null>
  BasicArray(Null) noexcept {}

  /// `n` elements, each built in place from what `init(label, i)` or `init(i)` returns, and a default label.
  /// If `init` is not a function, but a value from which an element can be made: `n` copies of it.
  /// \throws as `with_label`. Strong guarantee
  /// \complexity as `with_label`
  template <class Init>
    requires(!std::is_convertible_v<Init, const Allocator&> && std::is_default_constructible_v<Label> &&
             (!detail::FixesLength<Length> || detail::ElementInit<Init, T, Label>))
  explicit BasicArray(size_type n, Init&& init, const Allocator& allocator = Allocator())
      : BasicArray(Factories::make_each(n, init, allocator)) {}

  /// `n` value-initialised elements and a default label.
  /// \throws as `with_len`. Strong guarantee
  /// \complexity as `with_len`
  explicit BasicArray(size_type n, const Allocator& allocator = Allocator())
      : held_(Block::template make<detail::OrThrow>(allocator, n, label_args(), detail::ValueInitialized()),
              n) {}

  /// As many elements as the type fixes, each built from what `init` returns, and a default label.
  /// \throws as `with_label`. Strong guarantee
  /// \complexity as `with_label`
  template <class Init>
    requires detail::FixesLength<Length> &&
             (!detail::BlockHandle<std::remove_cvref_t<Init>>) && detail::ElementInit<Init, T, Label> &&
             (!std::is_convertible_v<Init, std::size_t>)
  explicit BasicArray(Init&& init,  // NOLINT(bugprone-forwarding-reference-overload): an array is no init
                      const Allocator& allocator = Allocator())
      : BasicArray(BasicArray::with_label(label_args(), std::forward<Init>(init), allocator)) {}

  /// The elements of `list`, and a default label.
  /// \throws as `from_range`. Strong guarantee
  /// \complexity as `from_range`
  BasicArray(std::initializer_list<T> list, const Allocator& allocator = Allocator())
    requires(!detail::FixesSeveral<Length>)
      : BasicArray(BasicArray::from_range(list, allocator)) {}

  /// The same for an array whose type fixes its length. With another number of elements, it does not compile.
  template <class... Us>
    requires(detail::FixesSeveral<Length> && sizeof...(Us) > 1 && (detail::ListedAs<Us, T> && ...))
  BasicArray(Us&&... elements) : BasicArray(BasicArray::of(static_cast<T>(std::forward<Us>(elements))...)) {}

  /// The elements of a list, with an allocator: `A({1, 2, 3}, allocator)`.
  template <std::size_t N>
    requires detail::FixesSeveral<Length>
  BasicArray(const T (&list)[N], const Allocator& allocator)
      : BasicArray(BasicArray::from_range(label_args(), list, allocator)) {}

  /// Refused: another kind of array has a block of another kind.
  template <detail::BlockHandle Other>
    requires(!std::is_same_v<Other, BasicArray>)
  BasicArray(const Other&) = delete;  // heaparray: convert_to<Target>(std::move(source)) is explicit
  /// Refused: a text has a NUL behind it, or has not.
  template <detail::TextFor<BasicArray> Text>
  explicit BasicArray(const Text&) = delete;  // heaparray: from_text(text) makes an array of its characters
  /// Refused: a character is no length. (Two literals in braces are two iterators for a std::vector.)
  template <std::same_as<T> C>
    requires detail::IsCharacter<C>::value
  explicit BasicArray(C) = delete;  // heaparray: from_text(text) makes an array of its characters
  /// Refused: an allocation for a copy of a sequence is written out.
  template <class R>
    requires(!detail::BlockHandle<R>) && detail::Sequence<R, T> && (!detail::TextFor<R, BasicArray>) &&
                (!std::is_convertible_v<R, BasicArray>)
  explicit BasicArray(const R&) = delete;  // heaparray: from_range(range) makes an array of copies

#if HEAPARRAY_HAS_FROM_RANGE
  /// The elements of `range`, and a default label. `std::ranges::to<HeapArray<int>>()` calls this.
  /// \throws as `from_range`. Strong guarantee
  /// \complexity as `from_range`
  template <std::ranges::input_range R>
    requires(std::is_constructible_v<T, std::ranges::range_reference_t<R>> &&
             std::is_default_constructible_v<Label>)
  BasicArray(std::from_range_t, R&& range, const Allocator& allocator = Allocator())
      : BasicArray(BasicArray::from_range(std::forward<R>(range), allocator)) {}
#endif

  /// A deep copy: first the label, then the elements. Null if `other` is null.
  /// \throws what the allocator or a copy throws. Strong guarantee
  /// \complexity O(n), one allocation
  BasicArray(const BasicArray& other)
    requires copies_implicitly
      : held_(detail::copy_of(other.held_)) {}

  // Templates: Clang looks through all bases at each declaration of a copy that is deleted or defaulted.
  template <std::same_as<BasicArray> Same>
    requires(!copies_implicitly)
  BasicArray(const Same&) = delete;  // heaparray: move the array with std::move, or copy it with clone()
  template <std::same_as<BasicArray> Same>
    requires(!copies_implicitly)
  BasicArray& operator=(const Same&) = delete;  // heaparray: assign std::move(array), or array.clone()

  /// A deep copy in a block that `allocator` allocates.
  BasicArray(const BasicArray& other, const Allocator& allocator)
      : held_(detail::copy_of(other.held_, allocator)) {}

  /// Takes the block of `other`, which is null afterwards.
  BasicArray(BasicArray&& other) noexcept : held_(other.held_.take()) {}

  /// Takes the block of `other` if its allocator equals `allocator`. Otherwise, and if the block is in an
  /// arena, which it does not know, moves the elements and the label to a new block and frees the old one.
  /// (The label is copied if the length is read from it.) `other` is null afterwards.
  /// \throws what the allocator, a move or a copy throws. Basic guarantee: `other` keeps its block, in which
  ///         the label and some elements may have been moved from
  BasicArray(BasicArray&& other, const Allocator& allocator)
      : BasicArray(other.data() == nullptr || other.block().is_freed_by(allocator)
                       ? std::move(other)
                       : other.moved_to(allocator)) {}

  /// A deep copy. If both handles have blocks of the same length, `*this` keeps its block, and the label and
  /// then the elements are assigned in ascending order. Otherwise, a copy is made and swapped in. A copy is
  /// also made if the count is in the label, or if the length is read from the label and assigning a label
  /// may throw.
  /// \pre `other` is not owned by an element of `*this`, as in `tree = tree[0].children`. Assign a clone
  ///      instead
  /// \throws what the allocator, a copy or an assignment throws. Basic guarantee: if a new block was needed,
  ///         nothing has changed; if the block was kept, the label and the elements before the one that threw
  ///         have their new values
  /// \complexity O(n), at most one allocation
  BasicArray& operator=(const BasicArray& other)
    requires copies_implicitly
  {
    if (this == std::addressof(other)) return *this;
    if constexpr (Block::assigns_in_place()) {
      if (can_assign_in_place(other)) {
        block().assign(held_.length(), other.block());
        return *this;
      }
    }
    BasicArray(other.data() != nullptr ? detail::copy_of(other.held_, allocator_after_assignment(other))
                                       : Held())
        .swap(*this);
    return *this;
  }

  /// Destroys the block of `*this` and takes the block of `other`, which is null afterwards. Self-move
  /// changes nothing.
  /// \complexity O(1) for every allocator, as are move construction and swap: the block carries its own
  ///             allocator. (A std::vector moves element by element if its allocators do not propagate and
  ///             are not equal.)
  BasicArray& operator=(BasicArray&& other) noexcept {
    BasicArray(std::move(other)).swap(*this);
    return *this;
  }

  /// Destroys the elements, last to first, then the label, and frees the block.
  ~BasicArray() {
    if (held_.block) held_.block.destroy(held_.length());
  }

  /// A deep copy, like the copy constructor, but explicit.
  /// \throws as the copy constructor. Strong guarantee
  [[nodiscard]] BasicArray clone() const { return BasicArray(detail::copy_of(held_)); }

  /// As `clone`, but returns an empty optional if there is no memory for the block.
  /// \throws what copying the label or an element throws. Strong guarantee
  [[nodiscard]] std::optional<BasicArray> try_clone() const {
    const Held copy = detail::copy_of<detail::OrNull>(held_);
    if (copy.block.elements() == nullptr && data() != nullptr) [[unlikely]]
      return std::nullopt;
    return BasicArray(copy);
  }

  // Reading

  /// The number of elements; 0 for a null handle.
  /// \complexity O(1). Reads no memory of the block if the length is in the handle
  [[nodiscard]] HEAPARRAY_STEP_OVER size_type size() const noexcept { return held_.size(); }

  /// The address of the first element. Null only for a null handle.
  [[nodiscard]] HEAPARRAY_STEP_OVER const T* data() const noexcept HEAPARRAY_LIFETIME_BOUND {
    return held_.block.elements();
  }
  /// The address of the first element, to write to; null for a null handle.
  [[nodiscard]] HEAPARRAY_STEP_OVER T* data() noexcept HEAPARRAY_LIFETIME_BOUND {
    return held_.block.elements();
  }

  /// The block, which stays this handle's; none for a null handle. \see from_block
  [[nodiscard]] HEAPARRAY_STEP_OVER const Block& block() const noexcept HEAPARRAY_LIFETIME_BOUND {
    return held_.block;
  }

  /// The label. \pre not null; checked by hardening
  [[nodiscard]] HEAPARRAY_INLINE const Label& label(
      const detail::Caller& caller = detail::Caller::here()) const HEAPARRAY_LIFETIME_BOUND {
    detail::expect_block(held_.block.elements(), "label()", caller);
    return held_.block.label();
  }
  /// The label. If the length is read from it, the reference is to const, unless the label synchronises
  /// itself.
  /// \see update_label
  [[nodiscard]] HEAPARRAY_INLINE OwnedLabel& label(const detail::Caller& caller = detail::Caller::here())
      HEAPARRAY_LIFETIME_BOUND {
    detail::expect_block(held_.block.elements(), "label()", caller);
    return held_.block.label();
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

  /// The same bytes, for writing, for example by receiving them.
  /// \pre not null; checked by hardening
  [[nodiscard]] std::span<std::byte> as_bytes_mut(detail::Caller caller = detail::Caller::here()) &
      HEAPARRAY_LIFETIME_BOUND {
    static_assert(
        !detail::ReadsLength<Length, Label> && !detail::CountsInLabel<Count>,
        "heaparray: the length or the count of this array is in its label, which must not be overwritten.");
    detail::expect_block(data(), "as_bytes_mut()", caller);
    return block().in_bytes(size());
  }

  /// The allocator of the block. For a null handle, a default-constructed one.
  /// \pre not null, if the allocator has no default constructor; checked by hardening
  [[nodiscard]] allocator_type get_allocator(detail::Caller caller = detail::Caller::here()) const {
    return detail::allocator_of(held_, caller);
  }

  // Writing: see detail::ArrayWriter. The following members are not in every container.

  /// Changes a label from which the length is read. Calls `f(label)` with a copy of the label, and then
  /// replaces the label with the copy.
  /// \pre not null; checked by hardening
  /// \throws std::length_error if the length would change; what `f` or copying the label throws. Strong
  ///         guarantee
  template <class F>
    requires detail::ReadsLength<Length, Label>
  void update_label(F&& f, detail::Caller caller = detail::Caller::here()) {
    detail::expect_block(data(), "update_label()", caller);
    block().update_label(size(), std::forward<F>(f));
  }

  /// Destroys the array, as by the destructor. This handle is null before the first element is destroyed.
  void reset() noexcept { BasicArray(std::move(*this)); }

  /// Exchanges the blocks. No element is moved.
  void swap(BasicArray& other) noexcept { std::swap(held_, other.held_); }
  /// As the member.
  friend void swap(BasicArray& a, BasicArray& b) noexcept { a.swap(b); }

  // Giving away. Each of these leaves a null handle.

  /// An input range that moves the elements out one by one.
  [[nodiscard]] IntoIter<BasicArray> into_iter() && noexcept {
    return IntoIter<BasicArray>(std::move(*this));
  }

  /// A shared handle that owns the same block. Nothing is copied or allocated. Only for arrays with a count,
  /// such as `ArcArray<T>::owner_type`.
  template <class C = Count>
  [[nodiscard]] auto share() && noexcept {
    static_assert(
        !std::is_base_of_v<NoCount, C>,
        "heaparray: the block of this array has no count, so it cannot be shared as it is. Make it as "
        "UniqueRc<T, Label> or UniqueArc<T, Label>, or move it into a block that has one: "
        "heaparray::convert_to<ArcArray<T, Label>>(std::move(array)).");
    if constexpr (!std::is_base_of_v<NoCount, C>)
      return BasicRcArray<T, Label, Length, C, Allocator>(std::move(*this));
  }

  /// Gives up ownership and returns the address of the first element, from which `from_raw` makes a handle
  /// again. Returns null for a null handle.
  [[nodiscard("leaks unless given back")]] T* into_raw() && noexcept { return held_.take().block.elements(); }

  /// The owner of a block that was given up by `into_raw` of the same type of array. Null if `data` is null.
  /// \pre nothing else owns the block
  [[nodiscard]] static BasicArray from_raw(T* data) noexcept
    requires(!Length::in_handle)
  {
    if constexpr (HEAPARRAY_HARDENING >= 2) Block::expect_block(data, "a handle to");
    return BasicArray(Held(Block(data), 0));
  }
  /// The same for fat handles, which need the length. \pre `n` is the length that the array had
  [[nodiscard]] static BasicArray from_raw(T* data, size_type n) noexcept
    requires Length::in_handle
  {
    if constexpr (HEAPARRAY_HARDENING >= 2) Block::expect_block(data, "a handle to");
    return BasicArray(Held(Block(data), data != nullptr ? n : 0));
  }

 private:
  template <class, class, class, class, class>
  friend class BasicRcArray;
  friend Factories;

  explicit BasicArray(const Held& held) noexcept : held_(held) {}

  /// \pre not null
  BasicArray moved_to(const Allocator& allocator) {
    using Source = std::conditional_t<detail::ReadsLength<Length, Label>, const Label&, Label&&>;
    BasicArray result = Factories::template make<BasicArray>(
        allocator, size(), static_cast<Source>(block().label()), detail::FromElements<T>{block().elements()});
    *this = BasicArray();
    return result;
  }

  Allocator allocator_after_assignment(const BasicArray& other) const {
    if constexpr (AllocatorTraits::propagate_on_container_copy_assignment::value)
      return other.block().allocator();
    if (data() == nullptr) return detail::allocator_for_copies(other);
    return block().allocator();
  }
  bool can_assign_in_place(const BasicArray& other) const {
    if (data() == nullptr || other.data() == nullptr || size() != other.size()) return false;
    if constexpr (AllocatorTraits::propagate_on_container_copy_assignment::value &&
                  !AllocatorTraits::is_always_equal::value)
      return block().allocator() == other.block().allocator();
    return true;
  }

  Held held_ = Held();
};

/// Only the message for types that cannot be stored.
template <class T, class Label, class Length, class Count, class Allocator>
  requires(!detail::Storable<T> || !detail::Storable<Label>)
class BasicArray<T, Label, Length, Count, Allocator> {
  static_assert(detail::ValidElement<T>::value && detail::ValidLabel<Label>::value);
};

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
/// `HeapArray a{1, 2, 3}`: GCC 12 does not see constructors for lists through an alias.
template <class T, class Label = NoLabel, class Length = LengthInHandle, class Count = NoCount,
          class Allocator = std::allocator<std::byte>, std::same_as<T>... Ts>
  requires(sizeof...(Ts) > 0)
BasicArray(T, Ts...) -> BasicArray<T, Label, Length, Count, Allocator>;
#else
/// `HeapArray a(n, init)`: the elements are what `init(i)` returns.
template <class Init, class Label = NoLabel, class Length = LengthInHandle, class Count = NoCount,
          class Allocator = std::allocator<std::byte>>
BasicArray(std::size_t, Init)
    -> BasicArray<typename detail::MadeBy<Init>::type, Label, Length, Count, Allocator>;
#endif

HEAPARRAY_NAMESPACE_END

/// Enabled if the label and the elements have a hash.
template <class T, class Label, class Length, class Count, class Allocator>
  requires heaparray::detail::Hashable<T> &&
           (std::is_same_v<Label, heaparray::NoLabel> || heaparray::detail::Hashable<Label>)
struct std::hash<heaparray::BasicArray<T, Label, Length, Count, Allocator>>
    : heaparray::ArrayHash<heaparray::BasicArray<T, Label, Length, Count, Allocator>> {};

#endif  // HEAPARRAY_HEAP_ARRAY_HPP
