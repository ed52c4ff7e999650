// SPDX-License-Identifier: MIT
//
// alloc_utils.hpp: layout arithmetic and raw allocation.
//
// The arithmetic is `constexpr`, so a layout can be tested by static_assert. It does not wrap for a length of
// at most the `max_len()` of a block, which MemBlock checks.
//
//   static_assert(heaparray::round_up(13, 8) == 16);
#ifndef HEAPARRAY_ALLOC_UTILS_HPP
#define HEAPARRAY_ALLOC_UTILS_HPP

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>

#include "config.hpp"
#include "detail/base/fail.hpp"        // IWYU pragma: export
#include "detail/base/hidden.hpp"      // IWYU pragma: export
#include "detail/base/leak_check.hpp"  // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN

/// The largest size of a block in bytes. In a larger block, the difference of two pointers could not be
/// represented.
/// \see [expr.add]/5
inline constexpr std::size_t max_block_size = PTRDIFF_MAX;

/// The smallest multiple of `alignment` that is not less than `size`.
/// \pre `alignment` is a power of two, and the result is representable; neither is checked
[[nodiscard]] constexpr std::size_t round_up(std::size_t size, std::size_t alignment) noexcept {
  return (size + (alignment - 1)) & ~(alignment - 1);
}

/// Size and alignment of a block, in bytes.
struct MemoryLayout {
  std::size_t size;       ///< a multiple of the alignment if the alignment is larger than that of `new`
  std::size_t alignment;  ///< a power of two

  friend constexpr bool operator==(const MemoryLayout&, const MemoryLayout&) = default;
};

/// How many elements of `element_size` bytes fit after `offset` bytes in a block of `bytes` bytes, if the
/// size of the block must be a multiple of `unit`. 0 if not even the offset fits.
/// \pre `element_size` is not 0 and `unit` is a power of two; neither is checked
[[nodiscard]] constexpr std::size_t elements_that_fit(std::size_t bytes, std::size_t offset,
                                                      std::size_t element_size, std::size_t unit) noexcept {
  const std::size_t usable = bytes & ~(unit - 1);
  return usable < offset ? 0 : (usable - offset) / element_size;
}

/// Whether `Allocator` allocates in an arena: memory that is released as a whole, so that `deallocate` has
/// nothing to do. True if the allocator has a nested type `deallocates_nothing` that is `std::true_type`.
/// Specialise it as true for an allocator that you cannot change.
///
/// `deallocate` of such an allocator is not called, and a block does not keep it, even if it has a state: in
/// an arena, a MemBlock or a `HeapArray` of trivially destructible things has the bytes of label and
/// elements, and need not be destroyed. A handle still destroys the label and the elements. It does not know
/// the arena, so what makes a new block from an old one (a copy, `get_allocator()`) compiles only for an
/// allocator without a state; pass the allocator instead.
/// \pre the arena outlives the blocks in it. The specialisation is declared before the allocator is
///      first used
template <class Allocator>
inline constexpr bool enable_arena = requires { requires Allocator::deallocates_nothing::value; };

namespace detail {

// Instead of std::max and std::min: <algorithm> is a large header.
constexpr std::size_t larger(std::size_t a, std::size_t b) noexcept { return a < b ? b : a; }
constexpr std::size_t smaller(std::size_t a, std::size_t b) noexcept { return b < a ? b : a; }

/// The unit in which blocks are allocated. An allocator that is asked for units, not bytes, returns memory of
/// the right alignment, and can use sized and aligned deallocation.
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

template <class>
struct ClassOf;
template <class Member, class Class>
struct ClassOf<Member Class::*> {
  using type = Class;
};

/// Whether AddressSanitizer is told which slots of a block are free. \see detail/base/leak_check.hpp
template <class Allocator>
inline constexpr bool closes_free_slots = HEAPARRAY_ADDRESS_CHECKED && is_std_allocator<Allocator>;

/// An allocator that also allocates bytes, as std::pmr::polymorphic_allocator does. Not a class that is
/// derived from one and has an `allocate` of its own, which would not be called.
template <class Allocator>
concept AllocatesBytes = requires(Allocator& a, void* memory, std::size_t n) {
  { a.allocate_bytes(n, n) } -> std::same_as<void*>;
  a.deallocate_bytes(memory, n, n);
  requires std::same_as<typename ClassOf<decltype(&Allocator::allocate)>::type,
                        typename ClassOf<decltype(&Allocator::allocate_bytes)>::type>;
};

/// The size of a block is a multiple of this. An over-aligned block is a multiple of its alignment, because
/// some allocation functions require that. Other blocks have exactly the bytes that they need, if the
/// allocator can be asked for bytes and not only for objects.
template <std::size_t Alignment, bool in_bytes>
inline constexpr std::size_t size_unit =
    in_bytes && Alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__ ? 1 : Alignment;

/// A fancy pointer, which is made from a raw one and read as one. A copy is made by its copy constructor: it
/// may say how far away it points from itself.
template <class Pointer>
class FancyPointer {
  static_assert(std::is_trivially_destructible_v<Pointer>,
                "heaparray: the pointer type of this allocator has a destructor, which handles do not call. "
                "Use an allocator whose pointers only point, as raw pointers and offset_ptr do.");
  using T = typename std::pointer_traits<Pointer>::element_type;

 public:
  FancyPointer(T* p = nullptr) noexcept
      : pointer_(p != nullptr ? std::pointer_traits<Pointer>::pointer_to(*p) : Pointer()) {}
  /// What an allocator returned. \pre aligned for a `T`; checked by hardening
  explicit FancyPointer(const Pointer& p) : pointer_(p) {
#if HEAPARRAY_HARDENING
    if (reinterpret_cast<std::uintptr_t>(static_cast<T*>(*this)) % alignof(T) != 0) [[unlikely]]
      violated(Caller(), "this allocator does not align its memory for what it allocates");
#endif
  }
  // Hidden: GCC follows the null pointer to where only blocks come, and warns about what it finds there.
  operator T*() const noexcept {
    return detail::hidden(static_cast<bool>(pointer_) ? std::to_address(pointer_) : nullptr);
  }
  operator const Pointer&() const noexcept { return pointer_; }

 private:
  Pointer pointer_;
};
template <class Pointer>
using RawOrFancy = std::conditional_t<std::is_pointer_v<Pointer>, Pointer, FancyPointer<Pointer>>;

// The type of an allocator's pointers. What is no allocator gets here too: the message for it comes later.
template <class Allocator>
typename Allocator::pointer pointer_of(int);
template <class>
std::byte* pointer_of(...);

/// How a handle holds the address of a `T`: by the pointer of its allocator. Where that is a fancy one, the
/// handle may be in memory that others see at another address. Everything else has raw pointers.
template <class Allocator, class T>
using HeldPointer =
    RawOrFancy<typename std::pointer_traits<decltype(detail::pointer_of<Allocator>(0))>::template rebind<T>>;

/// How a block with this front holds the address of a `T`. The front is not yet complete.
template <class Front, class T>
struct PointerIn {
  using type = T*;
};

/// Whether an allocator has raw pointers.
template <class Allocator>
inline constexpr bool has_raw_pointers = std::is_pointer_v<HeldPointer<Allocator, std::byte>>;

/// The allocator traits through which memory is allocated and deallocated.
template <class Allocator, std::size_t Alignment>
struct UnitTraits : std::allocator_traits<UnitAllocator<Allocator, Alignment>> {
  using Pointer = RawOrFancy<typename UnitTraits::pointer>;
};

/// The alignment that an allocator asks for. \see AlignedAllocator
template <class Allocator>
inline constexpr std::size_t element_alignment = 1;
template <class Allocator>
  requires requires { Allocator::element_alignment; }
inline constexpr std::size_t element_alignment<Allocator> = Allocator::element_alignment;

// Not with an alignment that the allocator asks for: `operator new` need not align fewer bytes to it.
template <class Allocator>
inline constexpr bool allocates_in_bytes =
    (is_std_allocator<Allocator> || AllocatesBytes<Allocator>) && element_alignment<Allocator> == 1;

/// How many units have at least `bytes` bytes. \pre `bytes` rounded up is not larger than `max_block_size`
template <std::size_t Alignment>
constexpr std::size_t units_for(std::size_t bytes) noexcept {
  return round_up(bytes, Alignment) / Alignment;
}

/// Memory from the global allocation functions, which a program may replace.
template <std::size_t Alignment, class Failure>
[[nodiscard]] void* new_bytes(std::size_t bytes) {
  constexpr bool is_over_aligned = Alignment > __STDCPP_DEFAULT_NEW_ALIGNMENT__;
  constexpr bool or_null = std::is_same_v<Failure, OrNull>;
  bytes = hidden(bytes);
  if constexpr (is_over_aligned && or_null)
    return HEAPARRAY_OPERATOR_NEW(bytes, std::align_val_t{Alignment}, std::nothrow);
  else if constexpr (is_over_aligned)
    return HEAPARRAY_OPERATOR_NEW(bytes, std::align_val_t{Alignment});
  else if constexpr (or_null)
    return HEAPARRAY_OPERATOR_NEW(bytes, std::nothrow);
  else
    return HEAPARRAY_OPERATOR_NEW(bytes);
}

/// Frees what `new_bytes` returned for the same size and alignment.
template <std::size_t Alignment>
void delete_bytes(void* memory, [[maybe_unused]] std::size_t bytes) noexcept {
#if defined(__cpp_sized_deallocation)
#define HEAPARRAY_SIZED(memory, bytes) memory, bytes
#else
#define HEAPARRAY_SIZED(memory, bytes) memory
#endif
  if constexpr (Alignment > __STDCPP_DEFAULT_NEW_ALIGNMENT__)
    HEAPARRAY_OPERATOR_DELETE(HEAPARRAY_SIZED(memory, bytes), std::align_val_t{Alignment});
  else
    HEAPARRAY_OPERATOR_DELETE(HEAPARRAY_SIZED(memory, bytes));
#undef HEAPARRAY_SIZED
}

/// Memory for `bytes` bytes, aligned to `Alignment`, from `allocator`. An allocator that only allocates
/// objects is asked for enough units. With `OrNull`, returns null if there is no memory, which an allocator
/// reports by `std::bad_alloc`. Other exceptions of the allocator are passed on.
///
/// `std::allocator` itself is not called. Its implementation may store something before large blocks (that of
/// MSVC does), and it has no form that returns null. Instead, blocks always come from `new_bytes` and go to
/// `delete_bytes`.
///
/// \param handles_point_to_end whether handles hold the address after the last byte. \see leak_check.hpp
template <std::size_t Alignment, class Failure = OrThrow, class Allocator>
[[nodiscard]] std::byte* allocate_bytes([[maybe_unused]] const Allocator& allocator, std::size_t bytes,
                                        [[maybe_unused]] bool handles_point_to_end = false) {
  if constexpr (is_std_allocator<Allocator>) {
    constexpr std::size_t alignment = larger(Alignment, element_alignment<Allocator>);
    bytes = round_up(bytes, size_unit<alignment, allocates_in_bytes<Allocator>>);
    const std::size_t margin = HEAPARRAY_LEAK_CHECKED && handles_point_to_end ? alignment : 0;
    // SAFETY: storage may be used as bytes.
    const auto memory = static_cast<std::byte*>(detail::new_bytes<alignment, Failure>(bytes + margin));
    if constexpr (HEAPARRAY_LEAK_CHECKED)
      if (memory != nullptr) close_margin(memory + bytes, margin);
    return memory;
  } else {
    const auto allocate = [&] {
      if constexpr (AllocatesBytes<Allocator>) {
        Allocator source(allocator);
        // SAFETY: storage may be used as bytes.
        return static_cast<std::byte*>(source.allocate_bytes(hidden_size(bytes, max_block_size), Alignment));
      } else {
        using Traits = UnitTraits<Allocator, Alignment>;
        typename Traits::allocator_type units(allocator);
        // SAFETY: storage may be used as bytes; the Unit objects are never created and never read.
        return reinterpret_cast<std::byte*>(static_cast<Unit<Alignment>*>(typename Traits::Pointer(
            Traits::allocate(units, hidden_size(units_for<Alignment>(bytes), max_block_size / Alignment)))));
      }
    };
#if HEAPARRAY_HAS_EXCEPTIONS
    if constexpr (std::is_same_v<Failure, OrNull>) {
      try {
        return allocate();
      } catch (const std::bad_alloc&) {
        return nullptr;
      }
    }
#endif
    return allocate();
  }
}

/// Frees what `allocate_bytes` returned for the same arguments and an equal allocator.
template <std::size_t Alignment, class Allocator>
void deallocate_bytes([[maybe_unused]] const Allocator& allocator, std::byte* memory, std::size_t bytes,
                      [[maybe_unused]] bool handles_point_to_end = false) noexcept {
  if constexpr (enable_arena<Allocator>) {
    static_cast<void>(memory), static_cast<void>(bytes);
  } else if constexpr (is_std_allocator<Allocator>) {
    constexpr std::size_t alignment = larger(Alignment, element_alignment<Allocator>);
    bytes = round_up(bytes, size_unit<alignment, allocates_in_bytes<Allocator>>);
    const std::size_t margin = HEAPARRAY_LEAK_CHECKED && handles_point_to_end ? alignment : 0;
    if constexpr (HEAPARRAY_LEAK_CHECKED) open_memory(memory, bytes + margin);
    detail::delete_bytes<alignment>(memory, bytes + margin);
  } else if constexpr (AllocatesBytes<Allocator>) {
    Allocator source(allocator);
    source.deallocate_bytes(memory, bytes, Alignment);
  } else {
    using Traits = UnitTraits<Allocator, Alignment>;
    typename Traits::allocator_type units(allocator);
    // SAFETY: the reverse of the cast in allocate_bytes.
    Traits::deallocate(units,
                       typename Traits::Pointer(static_cast<Unit<Alignment>*>(static_cast<void*>(memory))),
                       units_for<Alignment>(bytes));
  }
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_ALLOC_UTILS_HPP
