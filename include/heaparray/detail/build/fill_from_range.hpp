// SPDX-License-Identifier: MIT
//
// detail/build/fill_from_range.hpp: how a new block is filled from a range, and how long it must be for that.
#ifndef HEAPARRAY_DETAIL_BUILD_FILL_FROM_RANGE_HPP
#define HEAPARRAY_DETAIL_BUILD_FILL_FROM_RANGE_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <iterator>
#include <span>  // and the range concepts, without the weight of <ranges>
#include <type_traits>
#include <utility>

#include "../../config.hpp"
#include "../base/fail.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// A contiguous range of elements of type `T`, which may be copied as bytes.
template <class R, class T>
concept ContiguousRangeOf = std::ranges::contiguous_range<R> &&
                            std::sized_sentinel_for<std::ranges::sentinel_t<R>, std::ranges::iterator_t<R>> &&
                            std::is_same_v<std::ranges::range_value_t<R>, T>;

/// What can end a sequence that begins at a `First`: a sentinel or, for contiguous ones, the length.
template <class Last, class First>
concept EndOf = (std::sentinel_for<Last, First> && !std::ranges::input_range<Last>) ||
                (std::contiguous_iterator<First> && std::is_integral_v<Last>);

/// Where a sequence begins and ends. Whether `Last` is an allocator is asked first: a range before an allocator
/// is not asked for `*range`, which looks the operator up in what the elements may point to.
template <class First, class Last, class Allocator>
concept Bounds = (!std::is_same_v<Last, Allocator>) && std::input_iterator<First> && EndOf<Last, First>;

/// A range of two iterators. (`std::ranges::subrange` would need <ranges>.)
template <class First, class Last>
struct Between {
  First first;
  Last last;

  constexpr First begin() {
    if constexpr (std::copy_constructible<First>)
      return first;
    else
      return std::move(first);  // of a single pass
  }
  constexpr Last end() const { return last; }
};

/// `n` elements from `first` on. Where `n` was negative there is no end, and nothing asks for it.
template <std::contiguous_iterator First>
struct Counted {
  First first;
  std::size_t n;

  constexpr First begin() const { return first; }
  constexpr First end() const { return first + static_cast<std::iter_difference_t<First>>(n); }
  constexpr std::size_t size() const { return n; }
};
template <class R>
inline constexpr bool is_counted = false;
template <class First>
inline constexpr bool is_counted<Counted<First>> = true;

template <std::input_iterator First, EndOf<First> Last>
constexpr auto range_between(First first, Last last) {
  if constexpr (std::is_integral_v<Last>)
    return Counted<First>{first, static_cast<std::size_t>(last)};
  else
    return Between<First, Last>{std::move(first), std::move(last)};
}

/// The number of elements that a range says it has or, if it does not say, that were counted.
template <class R>
std::size_t length_of_range(R& range) {
  if constexpr (std::ranges::sized_range<R&>) {
    return static_cast<std::size_t>(std::ranges::size(range));
  } else {
    std::size_t n = 0;
    const auto last = std::ranges::end(range);
    for (auto it = std::ranges::begin(range); it != last; ++it) ++n;
    return n;
  }
}

/// Builds each element from one of `range`, which may be wrong about its length. \see ByInit
template <class R>
struct FromRange {
  R& range;

  template <class Unfinished>
  HEAPARRAY_STEP_OVER void operator()(Unfinished& block) const {
    auto it = std::ranges::begin(range);
    const auto last = std::ranges::end(range);
    const auto next = [&]() -> bool {
      if (it == last) return false;
      block.emplace([&]() -> decltype(auto) { return *it; });
      ++it;
      return true;
    };
    // Trivial elements are built four for each look at the number of free slots.
    if constexpr (Unfinished::copied_as_bytes)
      while (block.len() - block.built() >= 4 && next() && next() && next() && next()) {
      }
    while (block.built() != block.len() && next()) {
    }
    if (it != last) [[unlikely]]
      raise_lying_range(block.len(), "more than", block.len());
    if (block.built() != block.len()) [[unlikely]]
      raise_lying_range(block.len(), "only", block.built());
  }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BUILD_FILL_FROM_RANGE_HPP
