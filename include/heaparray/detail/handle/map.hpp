// SPDX-License-Identifier: MIT
//
// detail/handle/map.hpp: makes an array of another element type from an array, element by element. The new
// elements are built in the same block if the two types allow it.
#ifndef HEAPARRAY_DETAIL_HANDLE_MAP_HPP
#define HEAPARRAY_DETAIL_HANDLE_MAP_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "../../concepts.hpp"
#include "../../config.hpp"
#include "../../label.hpp"
#include "../build/uses_allocator.hpp"
#include "handle_traits.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The result of calling `f` with an element that is passed as an `Element`.
template <class F, class Element>
struct Mapped {
  static_assert(
      requires(F& f) { f(std::declval<Element>()); },
      "heaparray: map(f): f must be callable with an element: as f(const T&), or as f(T&&) if the array is "
      "unique and given away with std::move. A shared array may have other owners, so its f takes a const "
      "T&.");
  using Result = decltype(std::declval<F&>()(std::declval<Element>()));
  static_assert(
      !std::is_void_v<Result>,
      "heaparray: map(f): f must return the new element. To change elements where they are, write to them.");
  using type = std::remove_cvref_t<Result>;
  static constexpr bool is_noexcept =
      !HEAPARRAY_HAS_EXCEPTIONS ||
      (noexcept(std::declval<F&>()(std::declval<Element>())) &&
       std::is_nothrow_constructible_v<type, Result> && std::is_nothrow_move_constructible_v<type>);
};

/// Whether an array `To` can be built in the block of a `From` by replacing elements one by one with
/// functions that do not throw. The parts in front of the elements and the terminator behind them have the
/// same types and stay. False if the new elements get the allocator of the array, because that may throw.
template <class From, class To>
concept InPlace = !GivenAllocator<typename To::value_type, typename To::allocator_type> &&
                  sizeof(typename From::value_type) == sizeof(typename To::value_type) &&
                  alignof(typename From::value_type) == alignof(typename To::value_type) &&
                  From::block_type::elements_offset == To::block_type::elements_offset &&
                  From::block_type::label_offset == To::block_type::label_offset &&
                  From::block_type::Front::is_linked == To::block_type::Front::is_linked &&
                  From::block_type::alignment == To::block_type::alignment &&
                  (!KeepsTerminator<typename From::length_policy> ||
                   std::is_same_v<typename From::value_type, typename To::value_type>) &&
                  std::is_move_constructible_v<typename To::value_type>;

/// A new block, whose elements `f` makes from the elements of `source`. These are moved from if `source` is
/// not const.
template <class To, class From, class F>
To map_to_new_block(From& source, const typename To::allocator_type& allocator, F& f) {
  using Element = std::conditional_t<std::is_const_v<From>, const typename From::value_type&,
                                     typename From::value_type&&>;
  using Label = typename GivenLabel<From>::type;
  static_assert(std::is_constructible_v<typename To::label_type, Label>,
                "heaparray: map(f) makes a new block, and this label cannot be copied or moved to it. (An "
                "rvalue is mapped in its own block if sizes and alignments are equal and nothing can throw: "
                "declare f noexcept.)");
  const std::size_t n = source.size();
  return detail::adopt<To>(
      To::block_type::template make<OrThrow>(allocator, n, static_cast<Label>(source.label()),
                                             [&](auto& block) {
                                               block.emplace_each(n, [&](std::size_t i) -> decltype(auto) {
                                                 return f(static_cast<Element>(source.unchecked(i)));
                                               });
                                             }),
      n);
}

/// Replaces each element of a block by what `f` makes from it.
template <class U, class T, class F>
U* map_in_place(T* elements, std::size_t n, F& f) noexcept {
  for (std::size_t i = 0; i != n; ++i) {
    U value(f(std::move(elements[i])));
    std::destroy_at(elements + i);
    // SAFETY: the slot has the size and alignment of a U, and nothing lives there.
    ::new (static_cast<void*>(elements + i)) U(std::move(value));
  }
  U* const first = reinterpret_cast<U*>(elements);
  // SAFETY: the slots now hold objects of type U, of which there is one to point to only if there is any.
  return n == 0 ? first : std::launder(first);
}

/// Maps an array that is given away. `Owner` is a BasicArray.
template <class Owner, class F>
auto map_owned(Owner source, F& f) {
  using M = Mapped<F, typename Owner::value_type&&>;
  using To = typename RebindHandle<Owner, typename M::type>::type;
  if (source.data() == nullptr) return To();
  if constexpr (InPlace<Owner, To> && M::is_noexcept) {
    const std::size_t n = source.size();
    // Nothing can fail from here on.
    if constexpr (HEAPARRAY_HARDENING >= 2) To::block_type::from_start(source.block().start()).mark_kind();
    return detail::adopt<To>(
        typename To::block_type(detail::map_in_place<typename M::type>(std::move(source).into_raw(), n, f)),
        n);
  } else {
    return detail::map_to_new_block<To>(source, source.get_allocator(), f);
  }
}

template <class Source, class F>
auto map_copied(const Source& source, F& f) {
  using To =
      typename RebindHandle<Source, typename Mapped<F, const typename Source::value_type&>::type>::type;
  if (source.data() == nullptr) return To();
  return detail::map_to_new_block<To>(source, detail::allocator_for_copies(source), f);
}

/// \see ArrayFactories::map
template <class Source, class F>
auto map_given_away(Source array, F& f) {
  if constexpr (!SharedHandle<Source>) {
    return detail::map_owned(std::move(array), f);
  } else {
    using Result = decltype(detail::map_copied(array, f));
    using Copied = typename Mapped<F, const typename Source::value_type&>::type;
    static_assert(std::is_same_v<typename Mapped<F, typename Source::value_type&&>::type, Copied>,
                  "heaparray: map(f): f must make the same type of a const T& and of a T&&, since whether "
                  "the array has other owners is known when the program runs.");
    if (auto* const owner = array.to_mut()) return Result(detail::map_owned(std::move(*owner), f));
    return detail::map_copied(array, f);
  }
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_MAP_HPP
