// SPDX-License-Identifier: MIT
//
// detail/base/leak_check.hpp: what a block needs so that leak checkers understand it.
//
//     [count][length]|                    [count][length]|/ / / /|
//                    ^ a handle                          ^ the same, with a margin
//
// Leak checkers look for addresses that are inside a block. The first element of a block without elements
// would be at the end of the block, and if only handles point to such a block, it would be taken for lost. So
// such a block gets a margin under a leak checker. AddressSanitizer is told that the margin is out of bounds.
//
// The margin belongs to the global allocation functions (alloc_utils.hpp): it is behind what a block asks
// for, and no allocator of a user is asked for it.
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

/// After the memory was allocated; a margin may have no bytes.
inline void close_margin([[maybe_unused]] std::byte* margin, [[maybe_unused]] std::size_t bytes) noexcept {
#if HEAPARRAY_ADDRESS_CHECKED
  __asan_poison_memory_region(margin, bytes);
#endif
}

/// Before the memory is given back: a replaced operator delete may write there.
inline void open_margin([[maybe_unused]] std::byte* margin, [[maybe_unused]] std::size_t bytes) noexcept {
#if HEAPARRAY_ADDRESS_CHECKED
  __asan_unpoison_memory_region(margin, bytes);
#endif
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BASE_LEAK_CHECK_HPP
