// SPDX-License-Identifier: MIT
//
// detail/base/leak_check.hpp: support for leak checkers.
//
//     [count][length]|                    [count][length]|/ / / /|
//                    ^ a handle                          ^ the same, with a margin
//
// Leak checkers look for addresses inside a block. In a block without elements, the address of element 0 is
// the end of the block. If only handles point to such a block, a leak checker reports it as lost. Under a
// leak checker, such a block therefore has a margin at its end. AddressSanitizer is told that the margin is
// out of bounds.
//
// The global allocation functions (alloc_utils.hpp) add the margin to the size of the block. Users'
// allocators are not asked for it.
#ifndef HEAPARRAY_DETAIL_BASE_LEAK_CHECK_HPP
#define HEAPARRAY_DETAIL_BASE_LEAK_CHECK_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>

#include "../../config.hpp"

#if HEAPARRAY_ADDRESS_CHECKED
extern "C" void __asan_poison_memory_region(const volatile void* memory, std::size_t bytes);
extern "C" void __asan_unpoison_memory_region(const volatile void* memory, std::size_t bytes);
#endif

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Called after the memory is allocated. A margin may have no bytes.
inline void close_margin([[maybe_unused]] std::byte* margin, [[maybe_unused]] std::size_t bytes) noexcept {
#if HEAPARRAY_ADDRESS_CHECKED
  __asan_poison_memory_region(margin, bytes);
#endif
}

/// Called before the memory is freed, because a replaced operator delete may write to the margin.
inline void open_margin([[maybe_unused]] std::byte* margin, [[maybe_unused]] std::size_t bytes) noexcept {
#if HEAPARRAY_ADDRESS_CHECKED
  __asan_unpoison_memory_region(margin, bytes);
#endif
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BASE_LEAK_CHECK_HPP
