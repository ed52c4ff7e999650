// SPDX-License-Identifier: MIT
//
// detail/base/leak_check.hpp: what a block needs so that leak checkers understand it.
//
//     [count][length]|                    [count][length]|/ / / /|
//                    ^ a handle                          ^ the same, with a margin
//
// They look for addresses that are inside a block. The first element of a block without elements would be at its end,
// and a block that only such a handle points to would be taken for lost. So under a leak checker it gets a margin, which
// AddressSanitizer is told to be out of bounds, as it was.
#ifndef HEAPARRAY_DETAIL_BASE_LEAK_CHECK_HPP
#define HEAPARRAY_DETAIL_BASE_LEAK_CHECK_HPP

#include <cstddef>

#include "../../config.hpp"

#if HEAPARRAY_ADDRESS_CHECKED
extern "C" void __asan_poison_memory_region(const volatile void* memory, std::size_t bytes);
extern "C" void __asan_unpoison_memory_region(const volatile void* memory, std::size_t bytes);
#endif

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Bytes of margin behind a block with `len` elements, which begin at `offset`.
constexpr std::size_t leak_margin(std::size_t len, std::size_t offset, std::size_t alignment) noexcept {
  return HEAPARRAY_LEAK_CHECKED && len == 0 && offset != 0 ? alignment : 0;
}

inline void close_margin([[maybe_unused]] std::byte* margin, [[maybe_unused]] std::size_t bytes) noexcept {
#if HEAPARRAY_ADDRESS_CHECKED
  __asan_poison_memory_region(margin, bytes);
#endif
}

/// Before the memory goes back to an allocator, which may write there.
inline void open_margin([[maybe_unused]] std::byte* margin, [[maybe_unused]] std::size_t bytes) noexcept {
#if HEAPARRAY_ADDRESS_CHECKED
  __asan_unpoison_memory_region(margin, bytes);
#endif
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BASE_LEAK_CHECK_HPP
