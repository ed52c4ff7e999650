// SPDX-License-Identifier: MIT
//
// detail/base/hidden.hpp: values whose origin is hidden from GCC.
//
// GCC warns about code that it knows only in part. It knows the size of an allocation, but not the length
// that is read back from the block. It knows that a handle frees a block, but not that another owner keeps
// the block. A branch that is never taken then looks like an access out of bounds, or to freed memory, and
// GCC warns at the user's line. If the known part is hidden too, there is no warning.
//
// An empty assembler statement hides a value. It costs no instruction, and is removed if the value is not
// used.
#ifndef HEAPARRAY_DETAIL_BASE_HIDDEN_HPP
#define HEAPARRAY_DETAIL_BASE_HIDDEN_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>

#include "../../config.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

#if defined(__GNUC__) && !defined(__clang__)

/// `value`. GCC knows only its type.
template <class T>
[[nodiscard]] HEAPARRAY_STEP_OVER T hidden(T value) noexcept {
  __asm__("" : "+r"(value));
  return value;
}

/// `size`. GCC knows only that it is at most `bound`. GCC therefore removes the code of an allocator
/// for larger sizes.
[[nodiscard]] inline std::size_t hidden_size(std::size_t size, std::size_t bound) noexcept {
  size = detail::hidden(size);
  if (size > bound) __builtin_unreachable();
  return size;
}

#else

template <class T>
[[nodiscard]] HEAPARRAY_STEP_OVER T hidden(T value) noexcept {
  return value;
}
[[nodiscard]] inline std::size_t hidden_size(std::size_t size, std::size_t) noexcept { return size; }

#endif

/// Compilers take `condition` for true, and remove checks of it. \pre it is
HEAPARRAY_STEP_OVER constexpr void known([[maybe_unused]] bool condition) noexcept {
#if defined(__GNUC__) && defined(__OPTIMIZE__)
  if (!condition) __builtin_unreachable();
#endif
}

/// `value` as an `N`. On some platforms the two types are the same. GCC then warns about a cast
/// (-Wuseless-cast) that is written for these types, but not about a cast in a template.
template <class N, class Integer>
[[nodiscard]] constexpr N to_integer(Integer value) noexcept {
  return static_cast<N>(value);
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BASE_HIDDEN_HPP
