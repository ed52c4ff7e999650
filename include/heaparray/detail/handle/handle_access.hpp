// SPDX-License-Identifier: MIT
//
// detail/handle/handle_access.hpp: how the rest of the library makes handles of blocks that it has built.
#ifndef HEAPARRAY_DETAIL_HANDLE_HANDLE_ACCESS_HPP
#define HEAPARRAY_DETAIL_HANDLE_HANDLE_ACCESS_HPP

#include <cstddef>
#include <memory>

#include "../../concepts.hpp"
#include "../../config.hpp"
#include "../../fwd.hpp"
#include "../block/array_block.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// A friend of the handles.
struct HandleAccess {
  /// The first owner of a finished block of `n` elements.
  template <class Handle>
  static Handle adopt(typename Handle::value_type* data, std::size_t n) noexcept {
    return Handle::adopt(data, n);
  }

  /// The allocator for a copy of an array that is not null.
  template <class Handle>
  static typename Handle::allocator_type allocator_for_copies(const Handle& a) {
    using Traits = std::allocator_traits<typename Handle::allocator_type>;
    return Traits::select_on_container_copy_construction(a.get_allocator());
  }
};

/// What is known of a handle type.
template <class A>
struct HandleTraits {
  static constexpr bool is_handle = false;
};
template <class T, class Label, class Length, class Count, class Allocator>
struct HandleTraits<BasicArray<T, Label, Length, Count, Allocator>> {
  static constexpr bool is_handle = true;
  static constexpr bool is_shared = false;
  using Ops = ArrayBlock<T, Label, Length, Count, Allocator>;
  using Owner = BasicArray<T, Label, Length, Count, Allocator>;
  template <class U>
  using rebind = BasicArray<U, Label, Length, Count, Allocator>;
};
template <class T, class Label, class Length, class Count, class Allocator>
struct HandleTraits<BasicRcArray<T, Label, Length, Count, Allocator>>
    : HandleTraits<BasicArray<T, Label, Length, Count, Allocator>> {
  static constexpr bool is_shared = true;
  template <class U>
  using rebind = BasicRcArray<U, Label, Length, Count, Allocator>;
};

/// A handle of this library: it owns a block.
template <class A>
concept BlockHandle = HandleTraits<A>::is_handle;

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

/// The operations on the blocks of a handle type.
template <BlockHandle A>
using BlockOf = typename HandleTraits<A>::Ops;

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_HANDLE_ACCESS_HPP
