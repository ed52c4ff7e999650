// SPDX-License-Identifier: MIT
//
// detail/build/uses_allocator.hpp: labels and elements that use an allocator get the allocator of their
// array.
//
// As in the containers of the standard library, this is true only for allocators that pass themselves on:
// those with a `construct`, such as std::pmr::polymorphic_allocator and std::scoped_allocator_adaptor.
// \see [allocator.uses.construction]
#ifndef HEAPARRAY_DETAIL_BUILD_USES_ALLOCATOR_HPP
#define HEAPARRAY_DETAIL_BUILD_USES_ALLOCATOR_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <memory>
#include <type_traits>
#include <utility>

#include "../../config.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

template <class Allocator>
inline constexpr bool passes_allocator_on = requires(Allocator& a, char* p) { a.construct(p); };
template <class T>
inline constexpr bool passes_allocator_on<std::allocator<T>> = false;  // before C++20 it had one

/// The allocator that elements get.
template <class Allocator>
constexpr decltype(auto) passed_on(const Allocator& allocator) noexcept {
  if constexpr (requires { allocator.inner_allocator(); })
    return allocator.inner_allocator();
  else
    return (allocator);
}
template <class Allocator>
using PassedOn = std::remove_cvref_t<decltype(detail::passed_on(std::declval<const Allocator&>()))>;

template <class T, class Allocator>
struct UsesAllocator : std::uses_allocator<T, Allocator> {};
template <class First, class Second, class Allocator>
struct UsesAllocator<std::pair<First, Second>, Allocator>
    : std::disjunction<UsesAllocator<First, Allocator>, UsesAllocator<Second, Allocator>> {};

/// Whether a `T` in an array with `Allocator` gets the allocator.
template <class T, class Allocator>
concept GivenAllocator = passes_allocator_on<Allocator> && UsesAllocator<T, PassedOn<Allocator>>::value;

/// A `T` made from `args` and, if it uses one, the allocator.
template <class T, class Allocator, class... Args>
constexpr T make_given(const Allocator& allocator, Args&&... args) {
  return std::make_obj_using_allocator<T>(detail::passed_on(allocator), std::forward<Args>(args)...);
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BUILD_USES_ALLOCATOR_HPP
