// SPDX-License-Identifier: MIT
//
// detail/handle/handle_traits.hpp: properties of handle types, and the making of a handle from a new block.
#ifndef HEAPARRAY_DETAIL_HANDLE_HANDLE_TRAITS_HPP
#define HEAPARRAY_DETAIL_HANDLE_HANDLE_TRAITS_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <memory>
#include <string_view>
#include <type_traits>

#include "../../concepts.hpp"
#include "../../config.hpp"
#include "../../fwd.hpp"
#include "../base/character.hpp"
#include "../block/array_block.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// `Length` for elements of type `U`. It keeps no terminator if a `U` cannot be one.
template <class Length, class U>
struct LengthFor {
  using type = Length;
};
template <class Length, class U>
  requires(!std::is_nothrow_default_constructible_v<U> || !std::is_trivially_destructible_v<U>)
struct LengthFor<Terminated<Length>, U> {
  using type = Length;
};

/// The same kind of handle, to elements of type `U`.
template <class A, class U>
struct RebindHandle;
template <class T, class Label, class Length, class Count, class Allocator, class U>
struct RebindHandle<BasicArray<T, Label, Length, Count, Allocator>, U> {
  using type = BasicArray<U, Label, typename LengthFor<Length, U>::type, Count, Allocator>;
};
template <class T, class Label, class Length, class Count, class Allocator, class U>
struct RebindHandle<BasicRcArray<T, Label, Length, Count, Allocator>, U> {
  using type = BasicRcArray<U, Label, typename LengthFor<Length, U>::type, Count, Allocator>;
};

/// A handle of this library that owns a block.
template <class A>
concept BlockHandle = requires { typename RebindHandle<A, char>::type; };
template <class A>
concept SharedHandle = BlockHandle<A> && requires { typename A::owner_type; };

/// The unique handle to the same kind of block.
template <class A>
struct OwnerOf {
  using type = A;
};
template <SharedHandle A>
struct OwnerOf<A> {
  using type = typename A::owner_type;
};

/// A text, from which an array of type `A` is not made by a constructor. What also converts to an `A`, as a
/// class that is derived from it or a StaticArray does, is not refused.
template <class Text, class A>
concept TextFor =
    IsCharacter<typename A::value_type>::value && !BlockHandle<Text> && !std::is_null_pointer_v<Text> &&
    std::is_convertible_v<const Text&, std::basic_string_view<typename A::value_type>> &&
    !std::is_convertible_v<Text, A>;

/// A handle that becomes the first owner of a finished block of `n` elements. Null if there is no block.
template <BlockHandle Handle>
Handle adopt(typename Handle::block_type block, [[maybe_unused]] std::size_t n) noexcept {
  if constexpr (Handle::length_policy::in_handle)
    return Handle::from_raw(block.elements(), n);
  else
    return Handle::from_raw(block.elements());
}

/// The allocator for a copy of an array that is not null.
template <BlockHandle Handle>
typename Handle::allocator_type allocator_for_copies(const Handle& a) {
  using Traits = std::allocator_traits<typename Handle::allocator_type>;
  return Traits::select_on_container_copy_construction(a.get_allocator());
}

/// The type as which the label of an array is passed on: an rvalue if the array is given away. A label that
/// the length is read from is not moved, because destroying the array still needs the length.
template <class A>
struct GivenLabel {
  using type = const typename A::label_type&;
};
template <BlockHandle A>
  requires(!ReadsLength<typename A::length_policy, typename A::label_type>)
struct GivenLabel<A> {
  using type = typename A::label_type&&;
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_HANDLE_TRAITS_HPP
