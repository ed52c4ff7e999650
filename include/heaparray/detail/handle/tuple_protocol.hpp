// SPDX-License-Identifier: MIT
//
// detail/handle/tuple_protocol.hpp: the tuple protocol for arrays of fixed length:
// `auto& [x, y, z] = point;`.
#ifndef HEAPARRAY_DETAIL_HANDLE_TUPLE_PROTOCOL_HPP
#define HEAPARRAY_DETAIL_HANDLE_TUPLE_PROTOCOL_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

#include "../../concepts.hpp"
#include "../../config.hpp"
#include "../../fwd.hpp"
#include "../../label.hpp"
#include "../base/fail.hpp"

HEAPARRAY_NAMESPACE_BEGIN

/// Element `At` of an array of fixed length.
/// \pre `a` is not null; checked by hardening
template <std::size_t At, class A>
  requires detail::FixesLength<typename std::remove_cvref_t<A>::length_policy>
[[nodiscard]] constexpr decltype(auto) get(A&& a, detail::Caller caller = detail::Caller::here()) {
  static_assert(At < std::remove_cvref_t<A>::length_policy::extent,
                "heaparray: get<I>(array): the array has not that many elements.");
  detail::expect_block(a.data(), "get<I>()", caller);
  auto& element = a.unchecked(At);
  if constexpr (std::is_lvalue_reference_v<A>)
    return (element);
  else
    return std::move(element);
}

HEAPARRAY_NAMESPACE_END

template <class T, class Label, heaparray::detail::FixesLength Length, class Count, class Allocator>
struct std::tuple_size<heaparray::BasicArray<T, Label, Length, Count, Allocator>>
    : std::integral_constant<std::size_t, Length::extent> {};
template <std::size_t At, class T, class Label, heaparray::detail::FixesLength Length, class Count,
          class Allocator>
struct std::tuple_element<At, heaparray::BasicArray<T, Label, Length, Count, Allocator>> {
  using type = T;
};

template <class T, class Label, heaparray::detail::FixesLength Length, class Count, class Allocator>
struct std::tuple_size<heaparray::BasicRcArray<T, Label, Length, Count, Allocator>>
    : std::integral_constant<std::size_t, Length::extent> {};
template <std::size_t At, class T, class Label, heaparray::detail::FixesLength Length, class Count,
          class Allocator>
struct std::tuple_element<At, heaparray::BasicRcArray<T, Label, Length, Count, Allocator>> {
  using type = heaparray::detail::Shared<T>;
};

#endif  // HEAPARRAY_DETAIL_HANDLE_TUPLE_PROTOCOL_HPP
