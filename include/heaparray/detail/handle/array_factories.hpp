// SPDX-License-Identifier: MIT
//
// detail/handle/array_factories.hpp: the ways of making an array, written once for every handle.
#ifndef HEAPARRAY_DETAIL_HANDLE_ARRAY_FACTORIES_HPP
#define HEAPARRAY_DETAIL_HANDLE_ARRAY_FACTORIES_HPP

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
#include "../block/array_block.hpp"
#include "../base/fail.hpp"
#include "../block/growth.hpp"
#include "handle_access.hpp"
#include "implied_factories.hpp"
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
/// Each has a form with `try_` in front, which returns nothing in place of the first two: if `n > max_len()`, or if there
/// is no memory for the block (the allocator throws `std::bad_alloc`). What the label's or an element's constructor throws
/// is let out, `std::bad_alloc` too. These forms work without exceptions for `std::allocator`.
///
/// Where the policy knows the length, `n` may be left out of each (\see ImpliedFactories), and `std::length_error` is
/// thrown, by the `try_` forms too, for an `n` that is wrong, or for a label that says so once it is built or when the
/// array is filled.
///
/// Elements and labels that use the allocator of the array (`std::uses_allocator`) are given it, if it passes itself on
/// as std::pmr::polymorphic_allocator does: in every way of making. What `init` returns is then moved to where the
/// allocator is known, but for immovable elements, which are built in place. All others are built without asking it.
template <class Derived, class T, class Label, class Length, class Count, class Allocator>
class ArrayFactories : public ImpliedFactories<Derived, T, Label, Length, Allocator> {
  using Ops = ArrayBlock<T, Label, Length, Count, Allocator>;
  using Maybe = std::optional<Derived>;
  using Implied = ImpliedFactories<Derived, T, Label, Length, Allocator>;

 public:
  using Implied::filled;
  using Implied::try_filled;
  using Implied::try_with_label;
  using Implied::try_with_label_for_overwrite;
  using Implied::try_with_len;
  using Implied::with_label;
  using Implied::with_label_for_overwrite;
  using Implied::with_len;

  /// The largest length an array of this type can have.
  [[nodiscard]] static constexpr std::size_t max_len() noexcept { return Ops::max_len(); }

  /// The largest length for which the block, with all that is in front of the elements, fits in `bytes` bytes; 0 if not
  /// even an empty one does. Fills a page or a size class exactly: `max_len_for(4096)`.
  [[nodiscard]] static constexpr std::size_t max_len_for(std::size_t bytes) noexcept {
    return Ops::max_len_for(bytes);
  }

  /// `n` elements, each built in place from what `init(label, i)` or `init(i)` returns. The label may be updated
  /// while the array is filled. Neither label nor elements need be copyable or movable.
  template <class L = Label, class Init>
  [[nodiscard]] static Derived with_label(L&& label, std::size_t n, Init&& init,
                                          const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, n, std::forward<L>(label), by_init(init));
  }
  template <class L = Label, class Init>
  [[nodiscard]] static Maybe try_with_label(L&& label, std::size_t n, Init&& init,
                                            const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, n, std::forward<L>(label), by_init(init));
  }

  /// `n` value-initialised elements: zeros for numbers.
  template <class L = Label>
  [[nodiscard]] static Derived with_len(L&& label, std::size_t n, const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, n, std::forward<L>(label), value_initialized);
  }
  template <class L = Label>
  [[nodiscard]] static Maybe try_with_len(L&& label, std::size_t n,
                                          const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, n, std::forward<L>(label), value_initialized);
  }

  /// `n` default-initialised elements: numbers are left uninitialised, to be overwritten before they are read.
  template <class L = Label>
  [[nodiscard]] static Derived with_label_for_overwrite(L&& label, std::size_t n,
                                                        const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, n, std::forward<L>(label), default_initialized);
  }
  template <class L = Label>
  [[nodiscard]] static Maybe try_with_label_for_overwrite(L&& label, std::size_t n,
                                                          const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, n, std::forward<L>(label), default_initialized);
  }

  /// `n` copies of `value`.
  template <class L = Label>
  [[nodiscard]] static Derived filled(L&& label, std::size_t n, const T& value,
                                      const Allocator& allocator = Allocator()) {
    return make<Derived>(allocator, n, std::forward<L>(label), copies_of(value));
  }
  template <class L = Label>
  [[nodiscard]] static Maybe try_filled(L&& label, std::size_t n, const T& value,
                                        const Allocator& allocator = Allocator()) {
    return make<Maybe>(allocator, n, std::forward<L>(label), copies_of(value));
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
    return detail::map_copied<false>(static_cast<const Derived&>(*this), f);
  }
  template <class F>
  [[nodiscard]] auto map(F&& f) && {
    return detail::map_given_away<false>(static_cast<Derived&>(*this), f);
  }

  /// As `map`, in a `std::optional`: nothing if a new block is needed and would be too long, or there is no memory for it.
  /// Then `a` stays as it is, also if it was to be given away.
  /// \throws what `f` or copying the label throws; nothing leaks, and an array that was given away is gone
  template <class F>
  [[nodiscard]] auto try_map(F&& f) const& {
    return detail::map_copied<true>(static_cast<const Derived&>(*this), f);
  }
  template <class F>
  [[nodiscard]] auto try_map(F&& f) && {
    return detail::map_given_away<true>(static_cast<Derived&>(*this), f);
  }

 private:
  friend Derived;
  ArrayFactories() = default;  // only as the base of Derived

  // What fills the block, for both forms.
  template <class Init>
  static auto by_init(Init& init) {
    return [&init](auto& block) { block.fill(init); };
  }
  static auto copies_of(const T& value) {
    return [&value](auto& block) { block.fill_copies_of(value); };
  }
  static constexpr auto value_initialized = [](auto& block) { block.fill_value_initialized(); };
  static constexpr auto default_initialized = [](auto& block) { block.fill_default_initialized(); };

  /// `Result` tells the two forms apart: Derived, or Maybe.
  template <class Result, class L, class Fill>
  static Result make(const Allocator& allocator, std::size_t n, L&& label, Fill&& fill) {
    if constexpr (std::is_same_v<Result, Derived>) {
      return HandleAccess::adopt<Derived>(Ops::make(allocator, n, std::forward<L>(label), fill), n);
    } else {
      T* const data = Ops::try_make(allocator, n, std::forward<L>(label), fill);
      if (data == nullptr) [[unlikely]]
        return std::nullopt;
      return HandleAccess::adopt<Derived>(data, n);
    }
  }

  template <class Result, class L, class R>
  static Result make_from_range(L&& label, R& range, const Allocator& allocator) {
    if constexpr (ContiguousRangeOf<R&, T>) {
      // The distance, and not what size() says, is what can be read.
      const auto first = std::ranges::begin(range);
      const auto n = static_cast<std::size_t>(std::ranges::end(range) - first);
      return make<Result>(allocator, n, std::forward<L>(label),
                          [&](auto& block) { block.fill_from(n != 0 ? std::to_address(first) : nullptr); });
    } else if constexpr (std::ranges::forward_range<R&> || std::ranges::sized_range<R&>) {
      const std::size_t n = length_of(range);
      return make<Result>(allocator, n, std::forward<L>(label),
                          [&](auto& block) { fill_from_range(block, range); });
    } else {
      GatheredElements<T, Allocator> gathered(allocator);
      auto it = std::ranges::begin(range);
      const auto last = std::ranges::end(range);
      for (; it != last; ++it)
        if (!gathered.template add<!std::is_same_v<Result, Derived>>(
                max_len(), [&]() -> decltype(auto) { return *it; })) [[unlikely]]
          return Result();
      return make<Result>(allocator, gathered.size(), std::forward<L>(label),
                          [&](auto& block) { block.append(gathered.data(), gathered.size()); });
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
  template <class Block, class R>
  static void fill_from_range(Block& block, R& range) {
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
