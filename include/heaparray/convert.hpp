// SPDX-License-Identifier: MIT
//
// convert.hpp: conversions between kinds of arrays, and between arrays and containers of the standard
// library.
//
//   ArcArray<int> shared = convert_to<ArcArray<int>>(thin);              // any handle to any other: a copy,
//   ThinPtrArray<int> t = convert_to<ThinPtrArray<int>>(std::move(fat)); // or the elements moved
//   auto v = convert_to<std::vector<int>>(std::move(t));                 // to a container, by two iterators
//   auto a = convert_to<HeapArray<std::string>>(std::move(names));       // from a container, elements moved
//   auto b = HeapArray<std::string, int>::from_range(17, moved(lines));  // the same with a label
//   auto c = convert_to<RcArray<int>>(std::move(unique_ptr), n);         // from and to std::unique_ptr<T[]>
//
// The block stays where it is, and no element is touched, if both handle types have the same blocks
// (`same_block_layout`): from unique to shared and back if one is the `owner_type` of the other, and from Rc
// to Arc and back if the counts have the same size. In all other cases, each element is moved to a new block.
#ifndef HEAPARRAY_CONVERT_HPP
#define HEAPARRAY_CONVERT_HPP

#include <array>
#include <cstddef>
#include <iterator>
#include <memory>
#include <span>  // and the range concepts, without the weight of <ranges>
#include <tuple>
#include <type_traits>
#include <utility>

#include "array_operators.hpp"  // IWYU pragma: export
#include "concepts.hpp"
#include "config.hpp"
#include "detail/base/fail.hpp"               // IWYU pragma: export
#include "detail/handle/array_factories.hpp"  // IWYU pragma: export
#include "detail/handle/handle_traits.hpp"    // IWYU pragma: export
#include "fwd.hpp"                            // IWYU pragma: export
#include "heap_array.hpp"
#include "label.hpp"  // IWYU pragma: export
#include "rc_array.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Whether two block types are the same, except that their counts may be different types of the same size.
template <class A, class B>
inline constexpr bool same_layout = false;
template <class T, class Label, class Length, class CountA, class CountB, class Allocator>
inline constexpr bool same_layout<ArrayBlock<T, Label, Length, CountA, Allocator>,
                                  ArrayBlock<T, Label, Length, CountB, Allocator>> =
    std::is_same_v<CountA, CountB> ||
    (RefCounter<CountA> && RefCounter<CountB> && sizeof(CountA) == sizeof(CountB) &&
     alignof(CountA) == alignof(CountB) &&
     // With weak handles, a block that waits to be destroyed keeps its count.
     ArrayBlock<T, Label, Length, CountA, Allocator>::Front::links_in_count ==
         ArrayBlock<T, Label, Length, CountB, Allocator>::Front::links_in_count);

template <class T>
inline constexpr bool is_std_array = false;
template <class T, std::size_t N>
inline constexpr bool is_std_array<std::array<T, N>> = true;

template <class T>
inline constexpr bool is_unique_ptr_to_array = false;
template <class T>
inline constexpr bool is_unique_ptr_to_array<std::unique_ptr<T[]>> = true;

/// The elements of a container, as rvalues.
template <class It>
struct MovedElements {
  It first;
  It last;

  std::move_iterator<It> begin() const { return std::move_iterator<It>(first); }
  std::move_iterator<It> end() const { return std::move_iterator<It>(last); }
};
template <class It>
struct MovedCountedElements : MovedElements<It> {
  std::size_t n;

  std::size_t size() const { return n; }
};

}  // namespace detail

/// Whether `convert_to<B>(std::move(a))`, for an `a` of type `A`, keeps the block where it is if `a` is the
/// only owner and no other allocator is given.
template <class A, class B>
inline constexpr bool same_block_layout = false;
/// For two handle types.
template <detail::BlockHandle A, detail::BlockHandle B>
inline constexpr bool same_block_layout<A, B> =
    detail::same_layout<typename A::block_type, typename B::block_type>;

/// The elements of `range`, to be moved from, as in `from_range(label, moved(vector))`. Trivially copyable
/// elements are passed unchanged, so that they are copied as bytes.
/// \pre the range outlives the result
/// \throws what `begin`, `end` and `size` of the range throw. Strong guarantee
template <std::ranges::input_range R>
  requires std::ranges::common_range<R&>
[[nodiscard]] auto moved(R&& range) {
  using It = std::ranges::iterator_t<R&>;
  using T = std::ranges::range_value_t<R&>;
  if constexpr (detail::ContiguousRangeOf<R&, T> && std::is_trivially_copyable_v<T>)
    return std::span<const T>(range);
  else if constexpr (std::ranges::sized_range<R&>)
    return detail::MovedCountedElements<It>{{std::ranges::begin(range), std::ranges::end(range)},
                                            static_cast<std::size_t>(std::ranges::size(range))};
  else
    return detail::MovedElements<It>{std::ranges::begin(range), std::ranges::end(range)};
}

namespace detail {

/// The label for a block of another kind: none if `To` is NoLabel, a default one if `From` is NoLabel,
/// otherwise converted from `label`.
template <class To, class From>
decltype(auto) converted_label(From&& label) {
  if constexpr (std::is_same_v<To, NoLabel> || std::is_same_v<std::remove_cvref_t<From>, NoLabel>) {
    return label_args();
  } else {
    static_assert(
        label_from_value<To, From>,
        "heaparray: convert_to: the label of the target cannot be made from the label of the source. Give a "
        "label yourself: Target::from_range(label, moved(source)).");
    return std::forward<From>(label);
  }
}

template <class A>
auto* first_element(A& array) noexcept {
  if constexpr (std::is_const_v<A>)
    return detail::elements_of(array).data();
  else
    return array.data();
}

/// A new block, with elements and a label made from those of `source`. They are moved if `source` is not
/// const.
template <class To, class From>
To convert_to_new_block(From& source, const typename To::allocator_type& allocator) {
  constexpr bool copies = std::is_const_v<From>;
  using T = typename From::value_type;
  using Element = std::conditional_t<copies, const T&, T&&>;
  static_assert(
      std::is_constructible_v<typename To::value_type, Element>,
      "heaparray: convert_to: the elements of the target cannot be made from those of the source. Elements "
      "that cannot be copied are moved out of a unique array: convert_to<Target>(std::move(array)), and "
      "out of a shared one after std::move(array).to_owned().");
  if (detail::is_null(source)) return To();
  const std::size_t n = source.size();
  auto* element = detail::first_element(source);
  return detail::adopt<To>(To::block_type::template make<OrThrow>(
                               allocator, n,
                               detail::converted_label<typename To::label_type>(
                                   static_cast<typename GivenLabel<From>::type>(source.label())),
                               [&](auto& block) { block.append(element, n); }),
                           n);
}

/// Converts a unique array that is given away.
template <class To, class Owner>
To convert_owned(Owner source, const typename To::allocator_type& allocator) {
  if (source.data() == nullptr) return To();
  // If all allocators are equal, the block always stays, and elements need not be movable.
  constexpr bool always_stays = same_block_layout<Owner, To> &&
                                std::allocator_traits<typename To::allocator_type>::is_always_equal::value;
  if constexpr (same_block_layout<Owner, To>) {
    if (always_stays || source.block().is_freed_by(allocator)) {
      const std::size_t n = source.size();
      const typename Owner::block_type block(std::move(source).into_raw());
      return detail::adopt<To>(block.template with_count<typename To::block_type>(), n);
    }
  }
  if constexpr (!always_stays) return detail::convert_to_new_block<To>(source, allocator);
}

/// `Source` is a handle type; const or an lvalue reference if the elements are copied.
template <class To, class Source>
To convert_handle(Source&& source, const typename To::allocator_type& allocator) {
  using From = std::remove_cvref_t<Source>;
  if constexpr (!std::is_same_v<Source, From>) {
    return detail::convert_to_new_block<To>(std::as_const(source), allocator);
  } else if constexpr (!SharedHandle<From>) {
    return detail::convert_owned<To>(std::forward<Source>(source), allocator);
  } else {
    From from = std::forward<Source>(source);
    if (auto owner = std::move(from).to_owned())
      return detail::convert_owned<To>(std::move(owner.value()), allocator);
    return detail::convert_to_new_block<To>(std::as_const(from), allocator);
  }
}

/// The allocator of the source if the target can use it, otherwise a default one. \pre not a null handle
template <class Allocator, class Source>
Allocator converted_allocator(const Source&) {
  return Allocator();
}
template <class Allocator, BlockHandle Source>
  requires std::is_constructible_v<Allocator, typename Source::allocator_type>
Allocator converted_allocator(const Source& source) {
  return Allocator(source.get_allocator());
}

/// A std::array of the `n` elements at `first`.
/// \throws std::length_error if `n` is not the length of `Target`
template <class Target, class It, std::size_t... Is>
Target to_std_array(It first, std::size_t n, std::index_sequence<Is...>) {
  if (n != sizeof...(Is)) raise_wrong_length(n, "type", sizeof...(Is));
  return Target{{static_cast<typename Target::value_type>(first[static_cast<std::ptrdiff_t>(Is)])...}};
}

/// An rvalue that owns its elements: a container, not a view.
template <class Source>
inline constexpr bool gives_elements_away = false;
template <class Source>
  requires requires { typename Source::allocator_type; } && (!std::is_const_v<Source>)
inline constexpr bool gives_elements_away<Source> = !std::ranges::borrowed_range<Source>;

/// Calls `f(first, last)` with the elements of a handle. They may be moved from if the handle is given away
/// and is the only owner.
template <class Source, class F>
auto with_elements(Source&& source, F&& f) {
  using From = std::remove_cvref_t<Source>;
  if constexpr (std::is_same_v<Source, From> && BlockHandle<From>) {
    From from = std::forward<Source>(source);
    if constexpr (SharedHandle<From>) {
      if (auto owner = std::move(from).to_owned()) return detail::with_elements(std::move(owner.value()), f);
      // NOLINTNEXTLINE(bugprone-use-after-move): it stays as it was if there is no owner
      return f(from.cbegin(), from.cend());
    } else {
      return f(std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    }
  } else {
    using Elements = std::span<const typename From::value_type>;
    const Elements elements = detail::is_null(source) ? Elements() : Elements(detail::elements_of(source));
    return f(elements.data(), elements.data() + elements.size());
  }
}

}  // namespace detail

/// A `Target` with the elements of `source`: from any array to any handle, from any range to a handle, or
/// from a handle to `std::unique_ptr<T[]>` or to a type with a constructor from two iterators. Elements and
/// label are converted as by `static_cast`.
///
/// An lvalue is copied deeply, even if it is a shared array, and even to the same type. An rvalue handle or
/// container gives its elements away: they are moved, or the block stays where it is (see the top of this
/// file), and the handle is null afterwards. A shared array that has other owners is always copied. The label
/// is dropped if the target has none, and a default label is made if the source has none. A null handle
/// becomes a null handle or an empty container.
///
/// The target gets the allocator of the source if their types match, unless `allocator` is given.
/// \throws what the allocator, or copying or moving an element throws; std::length_error if the length is
///         more than the target's `max_len()`. Basic guarantee: nothing leaks; an lvalue source is unchanged,
///         and the elements of an rvalue are lost
/// \complexity O(1) if the block stays; otherwise O(n) and one allocation
template <class Target, class Source>
[[nodiscard]] Target convert_to(Source&& source, const typename Target::allocator_type& allocator) {
  using From = std::remove_cvref_t<Source>;
  if constexpr (!detail::BlockHandle<Target>) {
    return detail::with_elements(std::forward<Source>(source),
                                 [&](auto first, auto last) { return Target(first, last, allocator); });
  } else if constexpr (detail::BlockHandle<From>) {
    return detail::convert_handle<Target>(std::forward<Source>(source), allocator);
  } else if constexpr (ReadableArray<From>) {
    return detail::convert_to_new_block<Target>(std::as_const(source), allocator);
  } else if constexpr (detail::gives_elements_away<Source>) {
    return Target::from_range(heaparray::moved(source), allocator);
  } else {
    return Target::from_range(source, allocator);
  }
}

/// A `Target` with the elements of `source`, as above, with the allocator of the source if the types match.
template <class Target, class Source>
[[nodiscard]] Target convert_to(Source&& source) {
  using From = std::remove_cvref_t<Source>;
  if constexpr (detail::BlockHandle<Target>) {
    if constexpr (detail::BlockHandle<From>)
      if (source.data() == nullptr) return Target();
    return heaparray::convert_to<Target>(
        std::forward<Source>(source), detail::converted_allocator<typename Target::allocator_type>(source));
  } else {
    static_assert(
        ReadableArray<From>,
        "heaparray: convert_to is from or to the arrays of heaparray, and neither of these types is one.");
    static_assert(
        !std::ranges::borrowed_range<Target> || std::is_lvalue_reference_v<Source>,
        "heaparray: convert_to: a view of this array would point into what is about to be destroyed.");
    return detail::with_elements(std::forward<Source>(source), [&](auto first, auto last) {
      if constexpr (detail::is_std_array<Target>) {
        return detail::to_std_array<Target>(first, static_cast<std::size_t>(last - first),
                                            std::make_index_sequence<std::tuple_size_v<Target>>());
      } else if constexpr (!detail::is_unique_ptr_to_array<Target>) {
        return Target(first, last);
      } else {
        if (first == last) return Target();
        auto copy = std::make_unique<typename Target::element_type[]>(static_cast<std::size_t>(last - first));
        for (std::size_t i = 0; first != last; ++first, ++i) copy[i] = *first;
        return copy;
      }
    });
  }
}

namespace detail {

template <class Target>
struct ConvertTo {
  template <class Source>
  [[nodiscard]] friend Target operator|(Source&& source, ConvertTo) {
    return heaparray::convert_to<Target>(std::forward<Source>(source));
  }
};

}  // namespace detail

/// For the end of a pipeline: `source | convert_to<Target>()` is equivalent to `convert_to<Target>(source)`.
template <class Target>
[[nodiscard]] constexpr detail::ConvertTo<Target> convert_to() noexcept {
  return {};
}

/// An array of the `n` elements at `source`, which are moved.
/// \pre `source` has `n` elements, or `n` is 0
template <class Target, class T>
[[nodiscard]] Target convert_to(
    std::unique_ptr<T[]> source, std::size_t n,
    const typename Target::allocator_type& allocator = typename Target::allocator_type()) {
  return Target::from_range(heaparray::moved(std::span<T>(source.get(), n)), allocator);
}

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_CONVERT_HPP
