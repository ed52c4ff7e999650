// SPDX-License-Identifier: MIT
//
// detail/build/arguments.hpp: how functions that may not be inlined get what they build a block from.
#ifndef HEAPARRAY_DETAIL_BUILD_ARGUMENTS_HPP
#define HEAPARRAY_DETAIL_BUILD_ARGUMENTS_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <type_traits>

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

/// Stands for an allocator that need not be passed, because an equal one can be made.
template <class Allocator>
struct AnyAllocator {
  HEAPARRAY_STEP_OVER AnyAllocator(const Allocator&) noexcept {}
  HEAPARRAY_STEP_OVER operator Allocator() const noexcept { return Allocator(); }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BUILD_ARGUMENTS_HPP
