// SPDX-License-Identifier: MIT
//
// detail/base/hidden.hpp: values of which GCC is not told where they come from.
//
// GCC warns about what it knows by half. It knows the size of an allocation, and not the length that is read back
// from the block; it knows that a handle frees a block, and not that another owner keeps it. A branch that is never
// taken then looks like an access out of bounds, or to freed memory, and is reported at the user's line. Where one
// half is hidden, it is silent.
//
// An empty assembler statement hides a value. It costs no instruction, and is left out with a value that is not used.
#ifndef HEAPARRAY_DETAIL_BASE_HIDDEN_HPP
#define HEAPARRAY_DETAIL_BASE_HIDDEN_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>

#include "../../config.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

#if defined(__GNUC__) && !defined(__clang__)

/// `value`, of which GCC knows nothing but the type.
template <class T>
[[nodiscard]] inline T hidden(T value) noexcept {
  __asm__("" : "+r"(value));
  return value;
}

/// `size`, of which GCC knows nothing but that it is at most `bound`: so it leaves out what an allocator does for
/// larger ones.
[[nodiscard]] inline std::size_t hidden_size(std::size_t size, std::size_t bound) noexcept {
  size = detail::hidden(size);
  if (size > bound) __builtin_unreachable();
  return size;
}

#else

template <class T>
[[nodiscard]] inline T hidden(T value) noexcept {
  return value;
}
[[nodiscard]] inline std::size_t hidden_size(std::size_t size, std::size_t) noexcept { return size; }

#endif

/// `value` as an `N`. Between types that are one on some platforms a cast is useless there, as GCC says where it is written
/// for these two (-Wuseless-cast), and does not say in a template.
template <class N, class Integer>
[[nodiscard]] constexpr N to_integer(Integer value) noexcept {
  return static_cast<N>(value);
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BASE_HIDDEN_HPP
