// SPDX-License-Identifier: MIT
//
// detail/handle/array_factories.hpp: the factories, written once for all handles.
#ifndef HEAPARRAY_DETAIL_HANDLE_ARRAY_FACTORIES_HPP
#define HEAPARRAY_DETAIL_HANDLE_ARRAY_FACTORIES_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <span>  // and the range concepts, without the weight of <ranges>
#include <type_traits>
#include <utility>

#include "../../config.hpp"
#include "../../label.hpp"
#include "../base/character.hpp"
#include "../base/fail.hpp"
#include "../block/array_block.hpp"
#include "../block/growth.hpp"
#include "../build/fill.hpp"
#include "../build/fill_from_range.hpp"
#include "handle_traits.hpp"
#include "held_block.hpp"
#include "map.hpp"
#include "text_factories.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The factories: static functions that return a `Derived`, and `map`. For all of them:
///
/// `label` is a value from which the label is constructed, or builds it in place: `label_args(...)` from
/// arguments, `label_from(make)` by a function. The label is built first, then the elements in ascending
/// order, all in one block.
///
/// \throws std::length_error before any allocation if `n > max_len()`; what the allocator throws; what a
///         constructor of the label or of an element throws. Nothing leaks: what was built is destroyed,
///         newest first. Strong guarantee, except that what was given as an rvalue may have been moved from,
///         and a range of a single pass read
/// \complexity O(n), one allocation
/// \threads as for a constructor: no other thread can see the new block yet
///
/// Each has a `try_` form, which returns an empty optional instead of throwing if `n > max_len()`, or if
/// there is no memory for the block (the allocator throws `std::bad_alloc`). What a constructor of the label
/// or of an element throws is still thrown, even if it is `std::bad_alloc`. The `try_` forms work without
/// exceptions for `std::allocator`.
///
/// If the policy knows the length, from the type (FixedLength) or from the label (LengthFromLabel), `n` may
/// be left out. If the length is in the label and `label` is not of the type of the label, the label is first
/// built outside the block and then moved into it. `std::length_error` is thrown, by the `try_` forms too, if
/// `n` is not the length that the type or the label requires. The label is checked when it has been built,
/// and again when the array has been filled.
///
/// Elements and labels that use the allocator of the array (`std::uses_allocator`) get it, in every factory,
/// if the allocator passes itself on as std::pmr::polymorphic_allocator does. Each element is then
/// constructed from what `init` returns and the allocator. An immovable element that `init` returns is built
/// in place, without the allocator. All other elements are built without the allocator.
template <class Derived, class Block>
class ArrayFactories : public TextFactories<Derived, Block> {
  using T = typename Block::value_type;
  using Label = typename Block::label_type;
  using Length = typename Block::length_policy;
  using Allocator = typename Block::allocator_type;
  using Maybe = std::optional<Derived>;

  // Whether there are forms that take a length and no label.
  static constexpr bool is_unlabelled = std::is_same_v<Label, NoLabel> && !ImpliesLength<Length, Label>;

 public:
  /// The largest length that an array of this type can have.
  [[nodiscard]] static constexpr std::size_t max_len() noexcept { return Block::max_len(); }

  /// The largest length for which the whole block fits in `bytes` bytes; 0 if not even an empty block fits.
  /// Useful to fill a page or a size class exactly: `max_len_for(4096)`.
  [[nodiscard]] static constexpr std::size_t max_len_for(std::size_t bytes) noexcept {
    return Block::max_len_for(bytes);
  }

  /// `n` elements, each built in place from what `init(label, i)` or `init(i)` returns. `init` may change the
  /// label. Neither the label nor the elements need be copyable or movable.
  template <class L = Label, class Init>
  [[nodiscard]] static Derived with_label(L&& label, std::size_t n, Init&& init,
                                          const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, n, std::forward<L>(label), ByInit<Init>{init});
  }
  /// As `with_label`, or an empty optional if it is too long or there is no memory.
  template <class L = Label, class Init>
  [[nodiscard]] static Maybe try_with_label(L&& label, std::size_t n, Init&& init,
                                            const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, n, std::forward<L>(label), ByInit<Init>{init});
  }
  /// The same, with the length that the type or the label requires.
  template <class L = Label, class Init>
    requires ImpliesLength<Length, Label> && (!std::is_convertible_v<Init, std::size_t>)
  [[nodiscard]] static Derived with_label(L&& label, Init&& init, const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, implied, std::forward<L>(label), ByInit<Init>{init});
  }
  /// The same, with the length that the type or the label requires.
  template <class L = Label, class Init>
    requires ImpliesLength<Length, Label> && (!std::is_convertible_v<Init, std::size_t>)
  [[nodiscard]] static Maybe
      try_with_label(L&& label, Init&& init, const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, implied, std::forward<L>(label), ByInit<Init>{init});
  }
  /// Overload with the message for a missing label or length.
  template <class L = Label, class Init>
    requires(!ImpliesLength<Length, Label> && !std::is_convertible_v<Init, std::size_t> &&
             !std::is_convertible_v<Init, const Allocator&>)
  static Derived with_label(L&&, Init&&) {
    static_assert(
        ImpliesLength<Length, Label>,
        "heaparray: with_label(label, n, init) takes three things: a label, the number of elements, and a "
        "function that makes each of them. Without a label, write A(n, init).");
    return Derived();
  }

  /// Makes no elements, so that their type need not have a default constructor.
  template <class L = Label>
    requires(!ImpliesLength<Length, Label>)
  [[nodiscard]] static Derived with_label(L&& label, const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, 0, std::forward<L>(label), Elements<>());
  }
  /// As `with_label`, or an empty optional if it is too long or there is no memory.
  template <class L = Label>
    requires(!ImpliesLength<Length, Label>)
  [[nodiscard]] static Maybe try_with_label(L&& label, const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, 0, std::forward<L>(label), Elements<>());
  }

  /// Makes one element from each of `args`, which are forwarded: an rvalue is moved from, not copied.
  template <class L = Label, class... Args>
  [[nodiscard]] static Derived with_elements(L&& label, Args&&... args) {
    static_assert(is_length<sizeof...(Args)>());
    return make<Derived>(Allocator(), sizeof...(Args), std::forward<L>(label), Elements<Args...>(args...));
  }
  /// As `with_elements`, with the same `args`, but returns an empty optional if there is no memory.
  template <class L = Label, class... Args>
  [[nodiscard]] static Maybe try_with_elements(L&& label, Args&&... args) {
    static_assert(is_length<sizeof...(Args)>());
    return make<Maybe>(Allocator(), sizeof...(Args), std::forward<L>(label), Elements<Args...>(args...));
  }
  /// One element from each of `args`, with a default label: `HeapArray<std::string>::of("a", std::move(b))`.
  template <class... Args>
  [[nodiscard]] static Derived of(Args&&... args) {
    return with_elements(label_args(), std::forward<Args>(args)...);
  }
  /// As `of`, with the same `args`, but returns an empty optional if there is no memory.
  template <class... Args>
  [[nodiscard]] static Maybe try_of(Args&&... args) {
    return try_with_elements(label_args(), std::forward<Args>(args)...);
  }

  /// `n` value-initialised elements; numbers are zero.
  template <class L = Label>
  [[nodiscard]] static Derived with_len(L&& label, std::size_t n, const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, n, std::forward<L>(label), ValueInitialized());
  }
  /// As `with_len`, or an empty optional if it is too long or there is no memory.
  template <class L = Label>
  [[nodiscard]] static Maybe try_with_len(L&& label, std::size_t n,
                                          const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, n, std::forward<L>(label), ValueInitialized());
  }
  /// The same, with the length that the type or the label requires.
  template <class L = Label>
    requires ImpliesLength<Length, Label>
  [[nodiscard]] static Derived with_len(L&& label, const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, implied, std::forward<L>(label), ValueInitialized());
  }
  /// The same, with the length that the type or the label requires.
  template <class L = Label>
    requires ImpliesLength<Length, Label>
  [[nodiscard]] static Maybe try_with_len(L&& label, const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, implied, std::forward<L>(label), ValueInitialized());
  }
  /// The same for an array without a label.
  [[nodiscard]] static Derived with_len(std::size_t n, const Allocator& allocator = Allocator())
    requires is_unlabelled
  {
    return make<Derived>(allocator, n, label_args(), ValueInitialized());
  }
  /// As `with_len`, or an empty optional if it is too long or there is no memory.
  [[nodiscard]] static Maybe try_with_len(std::size_t n, const Allocator& allocator = Allocator())
    requires is_unlabelled
  {
    return make<Maybe>(allocator, n, label_args(), ValueInitialized());
  }

  /// `n` default-initialised elements. Numbers are uninitialised and must be written before they are read.
  template <class L = Label>
  [[nodiscard]] static Derived with_label_for_overwrite(L&& label, std::size_t n,
                                                        const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, n, std::forward<L>(label), DefaultInitialized());
  }
  /// As `with_label_for_overwrite`, or an empty optional if it is too long or there is no memory.
  template <class L = Label>
  [[nodiscard]] static Maybe try_with_label_for_overwrite(L&& label, std::size_t n,
                                                          const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, n, std::forward<L>(label), DefaultInitialized());
  }
  /// The same, with the length that the type or the label requires.
  template <class L = Label>
    requires ImpliesLength<Length, Label>
  [[nodiscard]] static Derived with_label_for_overwrite(L&& label, const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, implied, std::forward<L>(label), DefaultInitialized());
  }
  /// The same, with the length that the type or the label requires.
  template <class L = Label>
    requires ImpliesLength<Length, Label>
  [[nodiscard]] static Maybe try_with_label_for_overwrite(L&& label,
                                                          const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, implied, std::forward<L>(label), DefaultInitialized());
  }
  /// The same for an array without a label.
  [[nodiscard]] static Derived for_overwrite(std::size_t n, const Allocator& allocator = Allocator())
    requires is_unlabelled
  {
    return make<Derived>(allocator, n, label_args(), DefaultInitialized());
  }
  /// As `for_overwrite`, but returns an empty optional if the length is too large or there is no memory.
  [[nodiscard]] static Maybe try_for_overwrite(std::size_t n, const Allocator& allocator = Allocator())
    requires is_unlabelled
  {
    return make<Maybe>(allocator, n, label_args(), DefaultInitialized());
  }

  /// `n` copies of `value`.
  template <class L = Label>
  [[nodiscard]] static Derived filled(L&& label, std::size_t n, const T& value,
                                      const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, n, std::forward<L>(label), CopiesOf<T>{value});
  }
  /// As `filled`, or an empty optional if it is too long or there is no memory.
  template <class L = Label>
  [[nodiscard]] static Maybe try_filled(L&& label, std::size_t n, const T& value,
                                        const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, n, std::forward<L>(label), CopiesOf<T>{value});
  }
  /// The same, with the length that the type or the label requires.
  template <class L = Label>
    requires ImpliesLength<Length, Label>
  [[nodiscard]] static Derived filled(L&& label, const T& value, const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, implied, std::forward<L>(label), CopiesOf<T>{value});
  }
  /// The same, with the length that the type or the label requires.
  template <class L = Label>
    requires ImpliesLength<Length, Label>
  [[nodiscard]] static Maybe try_filled(L&& label, const T& value, const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, implied, std::forward<L>(label), CopiesOf<T>{value});
  }
  /// The same for an array without a label.
  [[nodiscard]] static Derived filled(std::size_t n, const T& value, const Allocator& allocator = Allocator())
    requires is_unlabelled
  {
    return make<Derived>(allocator, n, label_args(), CopiesOf<T>{value});
  }
  /// As `filled`, or an empty optional if it is too long or there is no memory.
  [[nodiscard]] static Maybe try_filled(std::size_t n, const T& value,
                                        const Allocator& allocator = Allocator())
    requires is_unlabelled
  {
    return make<Maybe>(allocator, n, label_args(), CopiesOf<T>{value});
  }

  /// The elements of `range`, with a default label.
  template <std::ranges::input_range R>
  [[nodiscard]] static Derived from_range(R&& range, const Allocator& allocator = Allocator()) {
    return make_from_range<Derived>(label_args(), range, allocator);
  }
  /// As `from_range`, or an empty optional if it is too long or there is no memory.
  template <std::ranges::input_range R>
  [[nodiscard]] static Maybe try_from_range(R&& range, const Allocator& allocator = Allocator()) {
    return make_from_range<Maybe>(label_args(), range, allocator);
  }
  /// The message for what is no range.
  template <class R>
    requires(!std::ranges::input_range<R>)
  static Derived from_range(R&&) {
    static_assert(
        std::ranges::input_range<R>,
        "heaparray: from_range(range) takes a range, which has begin() and end(). If there is only a pointer "
        "and a length, give it a std::span of them.");
    return Derived();
  }
  /// The elements of a list in braces, with a default label.
  [[nodiscard]] static Derived from_range(std::initializer_list<T> list,
                                          const Allocator& allocator = Allocator())
    requires(!FixesLength<Length>)
  {
    return make_from_range<Derived>(label_args(), list, allocator);
  }
  /// As `from_range`, or an empty optional if it is too long or there is no memory.
  [[nodiscard]] static Maybe try_from_range(std::initializer_list<T> list,
                                            const Allocator& allocator = Allocator())
    requires(!FixesLength<Length>)
  {
    return make_from_range<Maybe>(label_args(), list, allocator);
  }

  /// The elements of `range`. Contiguous ranges of trivially copyable elements are copied as bytes.
  /// \throws std::length_error, from the `try_` form too, if the range yields more or fewer elements than
  ///         `std::ranges::size` announced. Strong guarantee
  /// \complexity O(n). One allocation for sized ranges and for forward ranges. The elements of other ranges
  ///             are gathered in memory of the allocator, which grows geometrically, and then moved to the
  ///             block
  template <class L = Label, std::ranges::input_range R>
  [[nodiscard]] static Derived from_range(L&& label, R&& range, const Allocator& allocator = Allocator()) {
    return make_from_range<Derived>(std::forward<L>(label), range, allocator);
  }
  /// The same with a label that a function returns.
  template <class Make, std::ranges::input_range R>
  [[nodiscard]] HEAPARRAY_STEP_OVER static Derived from_range(LabelFrom<Make>&& label, R&& range,
                                                              const Allocator& allocator = Allocator()) {
    return make_from_range<Derived>(std::move(label), range, allocator);
  }
  /// As `from_range`, or an empty optional if it is too long or there is no memory.
  template <class L = Label, std::ranges::input_range R>
  [[nodiscard]] static Maybe try_from_range(L&& label, R&& range, const Allocator& allocator = Allocator()) {
    return make_from_range<Maybe>(std::forward<L>(label), range, allocator);
  }

  /// The elements from `first` to `last`; or `last` elements from `first` on, if `last` is a number and
  /// `first` a pointer or another contiguous iterator.
  template <class L = Label, class First, class Last>
    requires Bounds<First, Last, Allocator>
  [[nodiscard]] static Derived from_range(L&& label, First first, Last last,
                                          const Allocator& allocator = Allocator()) {
    return from_range(std::forward<L>(label), detail::range_between(std::move(first), std::move(last)),
                      allocator);
  }
  /// As `from_range`, or an empty optional if it is too long or there is no memory.
  template <class L = Label, class First, class Last>
    requires Bounds<First, Last, Allocator>
  [[nodiscard]] static Maybe try_from_range(L&& label, First first, Last last,
                                            const Allocator& allocator = Allocator()) {
    return try_from_range(std::forward<L>(label), detail::range_between(std::move(first), std::move(last)),
                          allocator);
  }
  /// The same with a default label.
  template <class First, class Last>
    requires Bounds<First, Last, Allocator>
  [[nodiscard]] static Derived from_range(First first, Last last, const Allocator& allocator = Allocator()) {
    return from_range(label_args(), std::move(first), std::move(last), allocator);
  }
  /// As `from_range`, or an empty optional if it is too long or there is no memory.
  template <class First, class Last>
    requires Bounds<First, Last, Allocator>
  [[nodiscard]] static Maybe try_from_range(First first, Last last,
                                            const Allocator& allocator = Allocator()) {
    return try_from_range(label_args(), std::move(first), std::move(last), allocator);
  }

  /// The elements of a list in braces.
  template <class L = Label>
  [[nodiscard]] static Derived from_range(L&& label, std::initializer_list<T> list,
                                          const Allocator& allocator = Allocator())
    requires(!FixesLength<Length>)
  {
    return make_from_range<Derived>(std::forward<L>(label), list, allocator);
  }
  /// As `from_range`, or an empty optional if it is too long or there is no memory.
  template <class L = Label>
  [[nodiscard]] static Maybe try_from_range(L&& label, std::initializer_list<T> list,
                                            const Allocator& allocator = Allocator())
    requires(!FixesLength<Length>)
  {
    return make_from_range<Maybe>(std::forward<L>(label), list, allocator);
  }
  /// The same for an array whose type fixes its length. With another number of elements, it does not compile.
  template <class L = Label, std::size_t N>
    requires FixesLength<Length>
  [[nodiscard]] static Derived from_range(L&& label, const T (&list)[N],
                                          const Allocator& allocator = Allocator()) {
    static_assert(is_length<N>());
    const std::span<const T, N> elements(list);  // a list in braces cannot be told from a literal by its type
    return make_from_range<Derived>(std::forward<L>(label), elements, allocator);
  }
  /// As `from_range`, or an empty optional if it is too long or there is no memory.
  template <class L = Label, std::size_t N>
    requires FixesLength<Length>
  [[nodiscard]] static Maybe try_from_range(L&& label, const T (&list)[N],
                                            const Allocator& allocator = Allocator()) {
    static_assert(is_length<N>());
    const std::span<const T, N> elements(list);  // a list in braces cannot be told from a literal by its type
    return make_from_range<Maybe>(std::forward<L>(label), elements, allocator);
  }

  /// An array of the same kind and with the same label, whose elements are what `f` returns for each element,
  /// in ascending order. Null for a null handle.
  ///
  /// `a.map(f)` calls `f(const T&)` and copies the label. `std::move(a).map(f)` calls `f(T&&)`, moves the
  /// label, and leaves `a` null; if `a` is shared with other owners, it copies like `a.map(f)`.
  /// `std::move(a).map(f)` keeps the block, without an allocation, if the two element types have the same
  /// size and alignment and nothing can throw: `f` must be noexcept, and so must be moving the new elements.
  /// \throws what `f`, the allocator or copying the label throws. Strong guarantee
  /// \complexity O(n), at most one allocation
  template <class F>
  [[nodiscard]] auto map(F&& f) const& {
    return detail::map_copied(static_cast<const Derived&>(*this), f);
  }
  /// The same of an array that is given away.
  /// \throws as above, and what moving the label throws. Basic guarantee: this handle is null, and what it
  ///         owned alone is destroyed
  template <class F>
  [[nodiscard]] auto map(F&& f) && {
    return detail::map_given_away(std::move(static_cast<Derived&>(*this)), f);
  }

 private:
  friend Derived;
  ArrayFactories() = default;  // only as the base of Derived

  /// True. If the type fixes another length, this is a compile error with a message.
  template <std::size_t N>
  static constexpr bool is_length() noexcept {
    if constexpr (FixesLength<Length>)
      static_assert(
          N == Length::extent,
          "heaparray: the type of this array says how many elements it has: give as many, no more and no "
          "fewer.");
    return true;
  }

  // Stands for a length that the type or the label knows.
  struct Implied {};
  static constexpr Implied implied{};

  /// What the constructor from a length and `init` makes.
  template <class Init>
  static Derived make_each(std::size_t n, Init& init, const Allocator& allocator) {
    if constexpr (!ElementInit<Init, T, Label> && std::is_convertible_v<Init&, const T&>)
      return filled(label_args(), n, init, allocator);
    else
      return with_label(label_args(), n, init, allocator);
  }

  /// `Result` is Derived for the throwing form, and Maybe for the `try_` form.
  template <class Result, class L, class Fill>
  HEAPARRAY_STEP_OVER static Result make(const Allocator& allocator, std::size_t n, L&& label,
                                         const Fill& fill) {
    using OnFailure = std::conditional_t<std::is_same_v<Result, Derived>, OrThrow, OrNull>;
    const Block block = Block::template make<OnFailure>(allocator, n, static_cast<L&&>(label), fill);
    if constexpr (std::is_same_v<OnFailure, OrThrow>)
      detail::known(block.elements() != nullptr);
    else if (block.elements() == nullptr) [[unlikely]]
      return std::nullopt;
    return Derived(HeldBlock<Block>(block, n));
  }
  template <class Result, class L, class Fill>
  static Result make(const Allocator& allocator, Implied, L&& label, const Fill& fill) {
    if constexpr (FixesLength<Length>) {
      return make<Result>(allocator, std::size_t{Length::extent}, std::forward<L>(label), fill);
    } else if constexpr (std::is_same_v<std::remove_cvref_t<L>, Label>) {
      const std::size_t n = Length::length_of(label);
      return make<Result>(allocator, n, std::forward<L>(label), fill);
    } else {
      static_assert(
          std::is_move_constructible_v<Label>,
          "heaparray: the length is read from the label before there is a block for it, and this label "
          "cannot be moved there afterwards. Give the length: with_label(label_args(...), n, init).");
      Label made = detail::make_label_from<Label>(std::allocator<std::byte>(), std::forward<L>(label));
      const std::size_t n = Length::length_of(std::as_const(made));
      return make<Result>(allocator, n, std::move(made), fill);
    }
  }

  template <class Result, class L, class R>
  HEAPARRAY_STEP_OVER static Result make_from_range(L&& label, R& range, const Allocator& allocator) {
    static_assert(!is_literal<R, T>,
                  "heaparray: from_range of a literal would count the NUL at its end. For its "
                  "characters, write from_text(literal); for all elements of an array of characters, "
                  "from_range(std::span(array)).");
    if constexpr (ContiguousRangeOf<R&, T>) {
      // The distance, not size(), is the number of elements that can be read.
      const auto first = std::ranges::begin(range);
      std::size_t n = 0;
      if constexpr (is_counted<R>)
        n = range.size();
      else
        n = static_cast<std::size_t>(std::ranges::end(range) - first);
      // std::to_address requires an element.
      const T* const source = std::is_pointer_v<decltype(first)> || n != 0 ? std::to_address(first) : nullptr;
      return make<Result>(allocator, n, std::forward<L>(label), FromElements<const T>{source});
    } else if constexpr (std::ranges::forward_range<R&> || std::ranges::sized_range<R&>) {
      return make<Result>(allocator, detail::length_of_range(range), std::forward<L>(label),
                          FromRange<R>{range});
    } else {
      return make_gathered<Result>(std::forward<L>(label), range, allocator);
    }
  }
  /// An input range can be read only once, so its elements are gathered in memory that grows.
  template <class Result, class L, class R>
  static Result make_gathered(L&& label, R& range, const Allocator& allocator) {
    using Failure = std::conditional_t<std::is_same_v<Result, Derived>, OrThrow, OrNull>;
    GatheredElements<T, Allocator> gathered(allocator);
    auto it = std::ranges::begin(range);
    const auto last = std::ranges::end(range);
    for (; it != last; ++it)
      if (!gathered.template add<Failure>(max_len(), [&]() -> decltype(auto) { return *it; })) [[unlikely]]
        return Result();
    return make<Result>(allocator, gathered.size(), std::forward<L>(label), FromElements<T>{gathered.data()});
  }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_ARRAY_FACTORIES_HPP
