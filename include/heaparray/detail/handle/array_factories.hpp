// SPDX-License-Identifier: MIT
//
// detail/handle/array_factories.hpp: the ways of making an array, written once for every handle.
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
#include "../base/fail.hpp"
#include "../block/array_block.hpp"
#include "../block/growth.hpp"
#include "../build/fill.hpp"
#include "handle_traits.hpp"
#include "map.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Where a range has its elements side by side and they are of type `T`: there is something to copy as bytes.
template <class R, class T>
concept ContiguousRangeOf = std::ranges::contiguous_range<R> &&
                            std::sized_sentinel_for<std::ranges::sentinel_t<R>, std::ranges::iterator_t<R>> &&
                            std::is_same_v<std::ranges::range_value_t<R>, T>;

/// The ways of making an array: static functions that return a `Derived`, and `map`. In all of them:
///
/// `label` is a value that the label is constructed from, or `label_args(...)` to build it in place. The label is
/// built first, then the elements in ascending order, all in the one block.
///
/// \throws std::length_error before any allocation if `n > max_len()`; what the allocator throws; what the label's
///         or an element's constructor throws. Nothing leaks: what was built is destroyed, newest first.
/// \complexity O(n), one allocation
/// \threads as for a constructor: nobody else can see the new block yet
///
/// Each has a form with `try_` in front, which returns nothing instead of throwing the first two: if `n > max_len()`, or if there
/// is no memory for the block (the allocator throws `std::bad_alloc`). What the label's or an element's constructor throws
/// is let out, `std::bad_alloc` too. These forms work without exceptions for `std::allocator`.
///
/// Where the policy knows the length, from the type (FixedLength) or from the label (LengthFromLabel), `n` may be left out of
/// each: a label that was not given as one, but as something that one is made from, is then moved into the block.
/// `std::length_error` is thrown, by the `try_` forms too, for an `n` that is wrong, or for a label that says so once it is
/// built or when the array is filled.
///
/// Elements and labels that use the allocator of the array (`std::uses_allocator`) are given it, if it passes itself on
/// as std::pmr::polymorphic_allocator does: in every way of making. What `init` returns is then moved to where the
/// allocator is known, but for immovable elements, which are built in place. All others are built without asking it.
template <class Derived, class Block>
class ArrayFactories {
  using T = typename Block::value_type;
  using Label = typename Block::label_type;
  using Length = typename Block::length_policy;
  using Allocator = typename Block::allocator_type;
  using Maybe = std::optional<Derived>;

  // Such an array has forms that take a length and no label.
  static constexpr bool is_unlabelled = std::is_same_v<Label, NoLabel> && !ImpliesLength<Length, Label>;

 public:
  /// The largest length an array of this type can have.
  [[nodiscard]] static constexpr std::size_t max_len() noexcept { return Block::max_len(); }

  /// The largest length for which the block, with all that is in front of the elements, fits in `bytes` bytes; 0 if not
  /// even an empty one does. Fills a page or a size class exactly: `max_len_for(4096)`.
  [[nodiscard]] static constexpr std::size_t max_len_for(std::size_t bytes) noexcept {
    return Block::max_len_for(bytes);
  }

  /// `n` elements, each built in place from what `init(label, i)` or `init(i)` returns. The label may be updated
  /// while the array is filled. Neither label nor elements need be copyable or movable.
  template <class L = Label, class Init>
  [[nodiscard]] static Derived with_label(L&& label, std::size_t n, Init&& init,
                                          const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, n, std::forward<L>(label), ByInit<Init>{init});
  }
  template <class L = Label, class Init>
  [[nodiscard]] static Maybe try_with_label(L&& label, std::size_t n, Init&& init,
                                            const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, n, std::forward<L>(label), ByInit<Init>{init});
  }
  /// The same, as many as the type or the label says.
  template <class L = Label, class Init>
    requires ImpliesLength<Length, Label> && (!std::is_convertible_v<Init, std::size_t>)
  [[nodiscard]] static Derived with_label(L&& label, Init&& init, const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, implied, std::forward<L>(label), ByInit<Init>{init});
  }
  /// The same, as many as the type or the label says.
  template <class L = Label, class Init>
    requires ImpliesLength<Length, Label> && (!std::is_convertible_v<Init, std::size_t>)
  [[nodiscard]] static Maybe
      try_with_label(L&& label, Init&& init, const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, implied, std::forward<L>(label), ByInit<Init>{init});
  }
  /// The sentence for a label or a length that was forgotten.
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

  /// No elements, so that their type need not have a default constructor.
  template <class L = Label>
    requires(!ImpliesLength<Length, Label>)
  [[nodiscard]] static Derived with_label(L&& label, const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, 0, std::forward<L>(label), Elements<>());
  }
  template <class L = Label>
    requires(!ImpliesLength<Length, Label>)
  [[nodiscard]] static Maybe try_with_label(L&& label, const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, 0, std::forward<L>(label), Elements<>());
  }

  /// One element from each of `args`, which are forwarded: an rvalue is moved from, not copied.
  template <class L = Label, class... Args>
  [[nodiscard]] static Derived with_elements(L&& label, Args&&... args) {
    return make<Derived>(Allocator(), number_of<Args...>(), std::forward<L>(label),
                         Elements<Args...>(args...));
  }
  template <class L = Label, class... Args>
  [[nodiscard]] static Maybe try_with_elements(L&& label, Args&&... args) {
    return make<Maybe>(Allocator(), number_of<Args...>(), std::forward<L>(label), Elements<Args...>(args...));
  }
  /// The same with a default label: `HeapArray<std::string>::of("a", std::move(b))`.
  template <class... Args>
  [[nodiscard]] static Derived of(Args&&... args) {
    return with_elements(label_args(), std::forward<Args>(args)...);
  }
  template <class... Args>
  [[nodiscard]] static Maybe try_of(Args&&... args) {
    return try_with_elements(label_args(), std::forward<Args>(args)...);
  }

  /// `n` value-initialised elements: zeros for numbers.
  template <class L = Label>
  [[nodiscard]] static Derived with_len(L&& label, std::size_t n, const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, n, std::forward<L>(label), ValueInitialized());
  }
  template <class L = Label>
  [[nodiscard]] static Maybe try_with_len(L&& label, std::size_t n,
                                          const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, n, std::forward<L>(label), ValueInitialized());
  }
  /// The same, as many as the type or the label says.
  template <class L = Label>
    requires ImpliesLength<Length, Label>
  [[nodiscard]] static Derived with_len(L&& label, const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, implied, std::forward<L>(label), ValueInitialized());
  }
  /// The same, as many as the type or the label says.
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
  [[nodiscard]] static Maybe try_with_len(std::size_t n, const Allocator& allocator = Allocator())
    requires is_unlabelled
  {
    return make<Maybe>(allocator, n, label_args(), ValueInitialized());
  }

  /// `n` default-initialised elements: numbers are left uninitialised, to be overwritten before they are read.
  template <class L = Label>
  [[nodiscard]] static Derived with_label_for_overwrite(L&& label, std::size_t n,
                                                        const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, n, std::forward<L>(label), DefaultInitialized());
  }
  template <class L = Label>
  [[nodiscard]] static Maybe try_with_label_for_overwrite(L&& label, std::size_t n,
                                                          const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, n, std::forward<L>(label), DefaultInitialized());
  }
  /// The same, as many as the type or the label says.
  template <class L = Label>
    requires ImpliesLength<Length, Label>
  [[nodiscard]] static Derived with_label_for_overwrite(L&& label, const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, implied, std::forward<L>(label), DefaultInitialized());
  }
  /// The same, as many as the type or the label says.
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
  template <class L = Label>
  [[nodiscard]] static Maybe try_filled(L&& label, std::size_t n, const T& value,
                                        const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, n, std::forward<L>(label), CopiesOf<T>{value});
  }
  /// The same, as many as the type or the label says.
  template <class L = Label>
    requires ImpliesLength<Length, Label>
  [[nodiscard]] static Derived filled(L&& label, const T& value, const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, implied, std::forward<L>(label), CopiesOf<T>{value});
  }
  /// The same, as many as the type or the label says.
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
  template <std::ranges::input_range R>
  [[nodiscard]] static Maybe try_from_range(R&& range, const Allocator& allocator = Allocator()) {
    return make_from_range<Maybe>(label_args(), range, allocator);
  }
  /// The elements of `list`, written in braces, with a default label.
  [[nodiscard]] static Derived from_range(std::initializer_list<T> list,
                                          const Allocator& allocator = Allocator())
    requires(!FixesLength<Length>)
  {
    return make_from_range<Derived>(label_args(), list, allocator);
  }
  [[nodiscard]] static Maybe try_from_range(std::initializer_list<T> list,
                                            const Allocator& allocator = Allocator())
    requires(!FixesLength<Length>)
  {
    return make_from_range<Maybe>(label_args(), list, allocator);
  }

  /// The elements of `range`. Contiguous ranges of trivially copyable elements are copied as bytes.
  /// \throws std::length_error, also from the `try_` form, if the range yields more or fewer elements than
  ///         `std::ranges::size` announced
  /// \complexity O(n). One allocation for sized and for forward ranges; other ranges are gathered in memory of the
  ///             allocator that grows geometrically, from where the elements are moved
  template <class L = Label, std::ranges::input_range R>
  [[nodiscard]] static Derived from_range(L&& label, R&& range, const Allocator& allocator = Allocator()) {
    return make_from_range<Derived>(std::forward<L>(label), range, allocator);
  }
  template <class L = Label, std::ranges::input_range R>
  [[nodiscard]] static Maybe try_from_range(L&& label, R&& range, const Allocator& allocator = Allocator()) {
    return make_from_range<Maybe>(std::forward<L>(label), range, allocator);
  }

  /// The elements of `list`, written in braces.
  template <class L = Label>
  [[nodiscard]] static Derived from_range(L&& label, std::initializer_list<T> list,
                                          const Allocator& allocator = Allocator()) {
    return make_from_range<Derived>(std::forward<L>(label), list, allocator);
  }
  template <class L = Label>
  [[nodiscard]] static Maybe try_from_range(L&& label, std::initializer_list<T> list,
                                            const Allocator& allocator = Allocator()) {
    return make_from_range<Maybe>(std::forward<L>(label), list, allocator);
  }

  /// An array of the same kind, with what `f` makes of each element, in ascending order, and the same label. Of a null
  /// handle, null.
  ///
  /// `a.map(f)` calls `f(const T&)` and copies the label. `std::move(a).map(f)` moves the label, calls `f(T&&)`, and leaves
  /// `a` null; a shared array that has other owners is copied from all the same. It keeps the block, with no allocation, if
  /// the two element types are of the same size and alignment and nothing can throw: `f` must be noexcept, and so must
  /// moving the new elements.
  /// \throws what `f`, the allocator or copying the label throws; nothing leaks, and an array that was given away is gone
  /// \complexity O(n), at most one allocation
  template <class F>
  [[nodiscard]] auto map(F&& f) const& {
    return detail::map_copied(static_cast<const Derived&>(*this), f);
  }
  template <class F>
  [[nodiscard]] auto map(F&& f) && {
    return detail::map_given_away(std::move(static_cast<Derived&>(*this)), f);
  }

 private:
  friend Derived;
  ArrayFactories() = default;  // only as the base of Derived

  /// How many elements as many arguments make. An array whose type fixes another number is refused when it is compiled.
  template <class... Args>
  static constexpr std::size_t number_of() noexcept {
    if constexpr (FixesLength<Length>)
      static_assert(sizeof...(Args) == Length::extent,
                    "heaparray: an array of this type has a fixed number of elements: give as many.");
    return sizeof...(Args);
  }

  // In place of a length that the type or the label knows.
  struct Implied {};
  static constexpr Implied implied{};

  /// `Result` tells the two forms apart: Derived, or Maybe.
  template <class Result, class L, class Fill>
  static Result make(const Allocator& allocator, std::size_t n, L&& label, const Fill& fill) {
    if constexpr (std::is_same_v<Result, Derived>) {
      return detail::adopt<Derived>(Block::template make<OrThrow>(allocator, n, std::forward<L>(label), fill),
                                    n);
    } else {
      const Block block = Block::template make<OrNull>(allocator, n, std::forward<L>(label), fill);
      if (block.elements() == nullptr) [[unlikely]]
        return std::nullopt;
      return detail::adopt<Derived>(block, n);
    }
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
  static Result make_from_range(L&& label, R& range, const Allocator& allocator) {
    if constexpr (ContiguousRangeOf<R&, T>) {
      // The distance, and not what size() says, is what can be read.
      const auto first = std::ranges::begin(range);
      const auto n = static_cast<std::size_t>(std::ranges::end(range) - first);
      return make<Result>(allocator, n, std::forward<L>(label), [&](auto& block) {
        // Only then is there an element to point to.
        if (n != 0) FromElements<const T>{std::to_address(first)}(block);
      });
    } else if constexpr (std::ranges::forward_range<R&> || std::ranges::sized_range<R&>) {
      const std::size_t n = length_of(range);
      return make<Result>(allocator, n, std::forward<L>(label),
                          [&](auto& block) { fill_from_range(block, range); });
    } else {
      // Of an input range, which can be read but once: gathered in memory that grows.
      using Failure = std::conditional_t<std::is_same_v<Result, Derived>, OrThrow, OrNull>;
      GatheredElements<T, Allocator> gathered(allocator);
      auto it = std::ranges::begin(range);
      const auto last = std::ranges::end(range);
      for (; it != last; ++it)
        if (!gathered.template add<Failure>(max_len(), [&]() -> decltype(auto) { return *it; })) [[unlikely]]
          return Result();
      return make<Result>(allocator, gathered.size(), std::forward<L>(label),
                          FromElements<T>{gathered.data()});
    }
  }

  template <class R>
  static std::size_t length_of(R& range) {
    if constexpr (std::ranges::sized_range<R&>) {
      return static_cast<std::size_t>(std::ranges::size(range));
    } else {
      std::size_t n = 0;
      const auto last = std::ranges::end(range);
      for (auto it = std::ranges::begin(range); it != last; ++it) ++n;
      return n;
    }
  }

  // Trusts nothing: a range may be wrong about its size.
  template <class Unfinished, class R>
  static void fill_from_range(Unfinished& block, R& range) {
    auto it = std::ranges::begin(range);
    const auto last = std::ranges::end(range);
    for (; it != last; ++it) {
      if (block.built() == block.len()) [[unlikely]]
        raise_lying_range(block.len(), "more than", block.len());
      block.emplace([&]() -> decltype(auto) { return *it; });
    }
    if (block.built() != block.len()) [[unlikely]]
      raise_lying_range(block.len(), "only", block.built());
  }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_ARRAY_FACTORIES_HPP
