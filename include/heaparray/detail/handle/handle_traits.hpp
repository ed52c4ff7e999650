// SPDX-License-Identifier: MIT
//
// detail/handle/handle_traits.hpp: what is known of a type of handle, and handles of new blocks.
#ifndef HEAPARRAY_DETAIL_HANDLE_HANDLE_TRAITS_HPP
#define HEAPARRAY_DETAIL_HANDLE_HANDLE_TRAITS_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <memory>

#include "../../concepts.hpp"
#include "../../config.hpp"
#include "../../fwd.hpp"
#include "../block/array_block.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The handle of the same kind to elements of type `U`.
template <class A, class U>
struct RebindHandle;
template <class T, class Label, class Length, class Count, class Allocator, class U>
struct RebindHandle<BasicArray<T, Label, Length, Count, Allocator>, U> {
  using type = BasicArray<U, Label, Length, Count, Allocator>;
};
template <class T, class Label, class Length, class Count, class Allocator, class U>
struct RebindHandle<BasicRcArray<T, Label, Length, Count, Allocator>, U> {
  using type = BasicRcArray<U, Label, Length, Count, Allocator>;
};

/// A handle of this library: it owns a block.
template <class A>
concept BlockHandle = requires { typename RebindHandle<A, char>::type; };
template <class A>
concept SharedHandle = BlockHandle<A> && requires { typename A::owner_type; };

/// The unique handle to the same blocks.
template <class A>
struct OwnerOf {
  using type = A;
};
template <SharedHandle A>
struct OwnerOf<A> {
  using type = typename A::owner_type;
};

/// The first owner of a finished block of `n` elements; null for none.
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

/// The label of an array that is read, or of one that is given away. One that the length is read from stays as it is, since
/// the array is still to be destroyed.
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
