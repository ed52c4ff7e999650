// SPDX-License-Identifier: MIT
//
// detail/base/leak_check.hpp: support for leak checkers, and what AddressSanitizer is told.
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
//
//     [Label] T T T x x x        a builder, or an array with a capacity
//
// Free slots are out of bounds, too, from the moment when a block is allocated until an element is built in
// each. Only in memory of the global allocation functions: another process may write to that of a user's
// allocator, and an arena may use it again. All of it is open when it is freed.
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

/// Called before the memory is freed, because a replaced operator delete may write to all of it.
inline void open_memory([[maybe_unused]] std::byte* memory, [[maybe_unused]] std::size_t bytes) noexcept {
#if HEAPARRAY_ADDRESS_CHECKED
  __asan_unpoison_memory_region(memory, bytes);
#endif
}

// Of slots for elements. The sanitizer leaves open what shares its last 8 bytes with something open.

/// Says that the `n` slots from `first` on are free.
template <class T>
void close_slots([[maybe_unused]] T* first, [[maybe_unused]] std::size_t n) noexcept {
#if HEAPARRAY_ADDRESS_CHECKED
  __asan_poison_memory_region(static_cast<const volatile void*>(first), n * sizeof(T));
#endif
}
/// Says that elements are about to be built there.
template <class T>
void open_slots([[maybe_unused]] T* first, [[maybe_unused]] std::size_t n) noexcept {
#if HEAPARRAY_ADDRESS_CHECKED
  __asan_unpoison_memory_region(static_cast<const volatile void*>(first), n * sizeof(T));
#endif
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BASE_LEAK_CHECK_HPP
