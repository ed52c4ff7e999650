// SPDX-License-Identifier: MIT
//
// detail/array_factories.hpp: the ways of making an array, written once for every handle.
#ifndef HEAPARRAY_DETAIL_ARRAY_FACTORIES_HPP
#define HEAPARRAY_DETAIL_ARRAY_FACTORIES_HPP

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <span>  // and the range concepts, without the weight of <ranges>
#include <type_traits>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../label.hpp"
#include "array_block.hpp"
#include "fail.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Where a range has its elements side by side and they are of type `T`: there is something to copy as bytes.
template <class R, class T>
concept ContiguousRangeOf = std::ranges::contiguous_range<R> &&
                            std::sized_sentinel_for<std::ranges::sentinel_t<R>, std::ranges::iterator_t<R>> &&
                            std::is_same_v<std::ranges::range_value_t<R>, T>;

/// Static functions that return a `Derived`. In all of them:
///
/// `label` is a value that the label is constructed from, or `label_args(...)` to build it in place. The label is
/// built first, then the elements in ascending order, all in the one block.
///
/// \throws std::length_error before any allocation if `n > max_len()`; what the allocator throws; what the label's
///         or an element's constructor throws. Nothing leaks: what was built is destroyed, newest first.
/// \complexity O(n), one allocation
/// \threads as for a constructor: nobody else can see the new block yet
template <class Derived, class T, class Label, class Length, class Count, class Allocator>
class ArrayFactories {
  using Ops = ArrayBlock<T, Label, Length, Count, Allocator>;

 public:
  /// The largest length an array of this type can have.
  [[nodiscard]] static constexpr std::size_t max_len() noexcept { return Ops::max_len(); }

  /// `n` elements, each built in place from what `init(label, i)` or `init(i)` returns. The label may be updated
  /// while the array is filled. Neither label nor elements need be copyable or movable.
  template <class L = Label, class Init>
  [[nodiscard]] static Derived with_label(L&& label, std::size_t n, Init&& init,
                                          const Allocator& allocator = Allocator()) {
    return make(allocator, n, std::forward<L>(label), [&](auto& block) { block.fill(init); });
  }

  /// As `with_label`, but nothing if `n > max_len()` or if there is no memory for the block (the allocator throws
  /// `std::bad_alloc`). Works without exceptions for `std::allocator`.
  /// \throws what the label's or an element's constructor or `init` throws, `std::bad_alloc` too
  template <class L = Label, class Init>
  [[nodiscard]] static std::optional<Derived> try_with_label(L&& label, std::size_t n, Init&& init,
                                                             const Allocator& allocator = Allocator()) {
    T* data = Ops::try_make(allocator, n, std::forward<L>(label), [&](auto& block) { block.fill(init); });
    if (data == nullptr) [[unlikely]]
      return std::nullopt;
    return Derived::adopt(data, n);
  }

  /// `n` value-initialised elements: zeros for numbers.
  template <class L = Label>
  [[nodiscard]] static Derived with_len(L&& label, std::size_t n, const Allocator& allocator = Allocator()) {
    return make(allocator, n, std::forward<L>(label), [](auto& block) { block.fill_value_initialized(); });
  }

  /// `n` default-initialised elements: numbers are left uninitialised, to be overwritten before they are read.
  template <class L = Label>
  [[nodiscard]] static Derived with_label_for_overwrite(L&& label, std::size_t n,
                                                        const Allocator& allocator = Allocator()) {
    return make(allocator, n, std::forward<L>(label), [](auto& block) { block.fill_default_initialized(); });
  }

  /// `n` copies of `value`.
  template <class L = Label>
  [[nodiscard]] static Derived filled(L&& label, std::size_t n, const T& value,
                                      const Allocator& allocator = Allocator()) {
    return make(allocator, n, std::forward<L>(label), [&](auto& block) { block.fill_copies_of(value); });
  }

  /// The elements of `range`, with a default label.
  template <std::ranges::input_range R>
  [[nodiscard]] static Derived from_range(R&& range, const Allocator& allocator = Allocator()) {
    return from_range(label_args(), std::forward<R>(range), allocator);
  }

  /// The elements of `range`. Contiguous ranges of trivially copyable elements are copied as bytes.
  /// \throws std::length_error if the range yields more or fewer elements than `std::ranges::size` announced
  /// \complexity O(n). One allocation for sized and for forward ranges; other ranges are gathered in a
  ///             `std::vector` first, from where the elements are moved
  template <class L = Label, std::ranges::input_range R>
  [[nodiscard]] static Derived from_range(L&& label, R&& range, const Allocator& allocator = Allocator()) {
    if constexpr (ContiguousRangeOf<R, T>) {
      // The distance, and not what size() says, is what can be read.
      const auto first = std::ranges::begin(range);
      const auto n = static_cast<std::size_t>(std::ranges::end(range) - first);
      return make(allocator, n, std::forward<L>(label),
                  [&](auto& block) { block.fill_from(n != 0 ? std::to_address(first) : nullptr); });
    } else if constexpr (std::ranges::forward_range<R> || std::ranges::sized_range<R>) {
      const std::size_t n = length_of(range);
      return make(allocator, n, std::forward<L>(label), [&](auto& block) { fill_from_range(block, range); });
    } else {
      std::vector<T> gathered;
      for (auto&& element : range) gathered.push_back(convert<T>(std::forward<decltype(element)>(element)));
      return make(allocator, gathered.size(), std::forward<L>(label), [&](auto& block) {
        for (auto&& element : gathered) block.emplace([&] { return T(std::move(element)); });
      });
    }
  }

 private:
  friend Derived;
  ArrayFactories() = default;  // only as the base of Derived

  template <class L, class Fill>
  static Derived make(const Allocator& allocator, std::size_t n, L&& label, Fill&& fill) {
    return Derived::adopt(Ops::make(allocator, n, std::forward<L>(label), std::forward<Fill>(fill)), n);
  }

  template <class R>
  static std::size_t length_of(R& range) {
    if constexpr (std::ranges::sized_range<R>) {
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

#endif  // HEAPARRAY_DETAIL_ARRAY_FACTORIES_HPP
