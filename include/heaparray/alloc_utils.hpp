// SPDX-License-Identifier: MIT
//
// alloc_utils.hpp: checked layout arithmetic and raw allocation.
//
// Everything that computes the size of a block goes through here, so that there is one place where a size
// could wrap, and it does not. The arithmetic is `constexpr`: a layout can be asserted at compile time.
//
//   static_assert(heaparray::checked_mul(SIZE_MAX, 2) == std::nullopt);
//   static_assert(heaparray::round_up(13, 8) == 16);
#ifndef HEAPARRAY_ALLOC_UTILS_HPP
#define HEAPARRAY_ALLOC_UTILS_HPP

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <type_traits>

#include "config.hpp"

HEAPARRAY_NAMESPACE_BEGIN

/// The largest block in bytes: beyond it, the difference of two pointers into the block could not be
/// represented. \see [expr.add]/5
inline constexpr std::size_t max_block_size = PTRDIFF_MAX;

/// `a + b`, or nothing if that is not a `std::size_t`.
[[nodiscard]] constexpr std::optional<std::size_t> checked_add(std::size_t a, std::size_t b) noexcept {
  if (b > SIZE_MAX - a) return std::nullopt;
  return a + b;
}

/// `a * b`, or nothing if that is not a `std::size_t`.
[[nodiscard]] constexpr std::optional<std::size_t> checked_mul(std::size_t a, std::size_t b) noexcept {
  if (a != 0 && b > SIZE_MAX / a) return std::nullopt;
  return a * b;
}

/// The least multiple of `alignment` that is not less than `size`.
/// \pre `alignment` is a power of two and the result is a `std::size_t`; neither is checked.
[[nodiscard]] constexpr std::size_t round_up(std::size_t size, std::size_t alignment) noexcept {
  return (size + (alignment - 1)) & ~(alignment - 1);
}

/// The least multiple of `alignment` that is not less than `size`, or nothing if that is not a `std::size_t`
/// or `alignment` is not a power of two.
[[nodiscard]] constexpr std::optional<std::size_t> checked_round_up(std::size_t size,
                                                                    std::size_t alignment) noexcept {
  if (!std::has_single_bit(alignment) || size > SIZE_MAX - (alignment - 1)) return std::nullopt;
  return round_up(size, alignment);
}

/// Size and alignment of a block, in bytes.
struct MemoryLayout {
  std::size_t size;       ///< a multiple of the alignment
  std::size_t alignment;  ///< a power of two

  friend constexpr bool operator==(const MemoryLayout&, const MemoryLayout&) = default;
};

/// How many elements of `element_size` bytes fit behind `offset` bytes in a block of `bytes` bytes whose size
/// must be a multiple of `alignment`: 0 if not even the offset fits.
/// \pre `element_size` is not 0 and `alignment` is a power of two; neither is checked.
[[nodiscard]] constexpr std::size_t elements_that_fit(std::size_t bytes, std::size_t offset,
                                                      std::size_t element_size,
                                                      std::size_t alignment) noexcept {
  const std::size_t usable = bytes & ~(alignment - 1);  // a block is a whole number of units
  return usable < offset ? 0 : (usable - offset) / element_size;
}

namespace detail {

// In place of std::max and std::min, whose header is a fifth of all that a user of ours would compile.
constexpr std::size_t larger(std::size_t a, std::size_t b) noexcept { return a < b ? b : a; }
constexpr std::size_t smaller(std::size_t a, std::size_t b) noexcept { return b < a ? b : a; }

/// What blocks are allocated in: asking for units, not bytes, makes any allocator return memory of the right
/// alignment, and lets it use sized and aligned deallocation.
template <std::size_t Alignment>
struct alignas(Alignment) Unit {
  std::byte bytes[Alignment];
};

template <class Allocator, std::size_t Alignment>
using UnitAllocator = typename std::allocator_traits<Allocator>::template rebind_alloc<Unit<Alignment>>;

template <class Allocator>
inline constexpr bool is_std_allocator = false;
template <class T>
inline constexpr bool is_std_allocator<std::allocator<T>> = true;

/// The traits of what memory is taken from and given back to.
template <class Allocator, std::size_t Alignment>
struct UnitTraits : std::allocator_traits<UnitAllocator<Allocator, Alignment>> {
  static_assert(
      std::is_same_v<typename UnitTraits::pointer, Unit<Alignment>*>,
      "heaparray: this allocator's pointer type is not a raw pointer. A handle is the address of the "
      "first element, so use an allocator whose `pointer` is `value_type*`.");
};

/// The alignment that an allocator asks for. \see AlignedAllocator
template <class Allocator>
inline constexpr std::size_t element_alignment = 1;
template <class Allocator>
  requires requires { Allocator::element_alignment; }
inline constexpr std::size_t element_alignment<Allocator> = Allocator::element_alignment;

/// Memory for `bytes` bytes, a multiple of `Alignment`, from `allocator`.
template <std::size_t Alignment, class Allocator>
[[nodiscard]] std::byte* allocate_bytes(const Allocator& allocator, std::size_t bytes) {
  using Traits = UnitTraits<Allocator, Alignment>;
  typename Traits::allocator_type units(allocator);
  // SAFETY: storage may be used as bytes; nobody reads the Unit objects, which are never created.
  return reinterpret_cast<std::byte*>(Traits::allocate(units, bytes / Alignment));
}

// GCC 12 and later see that the last drop of a handle to a StaticArray would free what was not allocated, and warn; they do
// not see that the array has an owner of its own, so that no drop is the last.
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wfree-nonheap-object"
#endif

/// Gives back what `allocate_bytes` returned for the same `bytes` and an equal allocator.
template <std::size_t Alignment, class Allocator>
void deallocate_bytes(const Allocator& allocator, std::byte* memory, std::size_t bytes) noexcept {
  using Traits = UnitTraits<Allocator, Alignment>;
  typename Traits::allocator_type units(allocator);
  // SAFETY: the reverse of the cast in allocate_bytes.
  Traits::deallocate(units, reinterpret_cast<Unit<Alignment>*>(memory), bytes / Alignment);
}

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#pragma GCC diagnostic pop
#endif

/// As `allocate_bytes`, but null when the allocator has no memory: what it throws is not let out if it is a
/// `std::bad_alloc`. Works without exceptions for `std::allocator`, which then is asked through `nothrow` new.
template <std::size_t Alignment, class Allocator>
[[nodiscard]] std::byte* try_allocate_bytes(const Allocator& allocator, std::size_t bytes) {
  if constexpr (is_std_allocator<Allocator>) {
    // The same function family that std::allocator deallocates with, and the same size and alignment, which are not those
    // of the block if an AlignedAllocator is asked for something else than a whole one.
    constexpr std::size_t alignment = larger(Alignment, element_alignment<Allocator>);
    const std::size_t size = round_up(bytes, alignment);
    if constexpr (alignment > __STDCPP_DEFAULT_NEW_ALIGNMENT__)
      return static_cast<std::byte*>(::operator new(size, std::align_val_t{alignment}, std::nothrow));
    else
      return static_cast<std::byte*>(::operator new(size, std::nothrow));
  } else {
#if HEAPARRAY_HAS_EXCEPTIONS
    try {
      return detail::allocate_bytes<Alignment>(allocator, bytes);
    } catch (const std::bad_alloc&) {
      return nullptr;
    }
#else
    return detail::allocate_bytes<Alignment>(allocator, bytes);
#endif
  }
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_ALLOC_UTILS_HPP
