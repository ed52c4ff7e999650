// SPDX-License-Identifier: MIT
//
// detail/build/arguments.hpp: how functions that may not be inlined get what they build a block from.
#ifndef HEAPARRAY_DETAIL_BUILD_ARGUMENTS_HPP
#define HEAPARRAY_DETAIL_BUILD_ARGUMENTS_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <type_traits>

#include "../../alloc_utils.hpp"
#include "../../config.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

template <class T>
inline constexpr bool fits_registers =
    std::is_trivially_copy_constructible_v<T> && std::is_trivially_move_constructible_v<T> &&
    std::is_trivially_destructible_v<T> && sizeof(T) <= 2 * sizeof(void*);
template <class T>
inline constexpr bool fits_registers<T&> = true;  // also to a function, which has no size

/// `T` if it is passed in registers, and otherwise `Reference`.
template <class T, class Reference>
using InRegisters = std::conditional_t<fits_registers<T>, T, Reference>;

/// Stands for a std::allocator, which is never called: it need not be passed, and in a debug build, the
/// constructor and the destructor of a copy would be calls.
template <class Allocator>
struct AnyAllocator {
  static constexpr std::size_t element_alignment = detail::element_alignment<Allocator>;

  AnyAllocator() = default;
  HEAPARRAY_STEP_OVER AnyAllocator(const Allocator&) noexcept {}
  HEAPARRAY_STEP_OVER operator Allocator() const noexcept { return Allocator(); }
};

template <class Allocator>
inline constexpr bool is_std_allocator<AnyAllocator<Allocator>> = true;

/// How an allocator is kept while it is needed, and how it is passed on.
template <class Allocator>
using KeptAllocator = std::conditional_t<is_std_allocator<Allocator>, AnyAllocator<Allocator>, Allocator>;
template <class Allocator>
using AllocatorArg =
    std::conditional_t<is_std_allocator<Allocator>, AnyAllocator<Allocator>, const Allocator&>;

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BUILD_ARGUMENTS_HPP
