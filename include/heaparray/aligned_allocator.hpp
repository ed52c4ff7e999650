// SPDX-License-Identifier: MIT
//
// aligned_allocator.hpp: AlignedAllocator<Alignment, Inner>, for elements with a larger alignment.
//
// SIMD code needs its data at multiples of 32 or 64 bytes, and direct I/O needs it at multiples of a page,
// even if the elements are of type `float` or `std::byte`. A block reads the alignment from the type of its
// allocator, at compile time:
//
//   heaparray::AlignedArray<float, 64> samples(1000);      // data() is a multiple of 64
//   heaparray::TpArcArray<std::byte, Header, heaparray::AlignedAllocator<4096>> page;
//
// AlignedAllocator also works with the containers of the standard library. An allocator of your own can set
// the alignment in the same way, by a constant `element_alignment`.
#ifndef HEAPARRAY_ALIGNED_ALLOCATOR_HPP
#define HEAPARRAY_ALIGNED_ALLOCATOR_HPP

#include <bit>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

#include "alloc_utils.hpp"
#include "config.hpp"
#include "detail/base/fail.hpp"             // IWYU pragma: export
#include "detail/build/uses_allocator.hpp"  // IWYU pragma: export
#include "fwd.hpp"                          // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Stores an allocator. An empty one is a base class, which takes no byte on any ABI. Clang does not regard a
/// class as empty if it has an empty member that is [[msvc::no_unique_address]].
template <class Inner, bool = std::is_empty_v<Inner> && !std::is_final_v<Inner>>
class InnerAllocator : Inner {
 public:
  InnerAllocator() = default;
  template <class Source>
  explicit InnerAllocator(const Source& source) : Inner(source) {}
  Inner& get() noexcept { return *this; }
  const Inner& get() const noexcept { return *this; }
};

template <class Inner>
class InnerAllocator<Inner, false> {
 public:
  InnerAllocator() noexcept(std::is_nothrow_default_constructible_v<Inner>)
    requires std::is_default_constructible_v<Inner>
      : inner_() {}
  template <class Source>
  explicit InnerAllocator(const Source& source) : inner_(source) {}
  Inner& get() noexcept { return inner_; }
  const Inner& get() const noexcept { return inner_; }

 private:
  HEAPARRAY_NO_UNIQUE_ADDRESS Inner inner_;
};

}  // namespace detail

/// An `Inner` that aligns what it allocates to at least `Alignment`. Propagates and compares as `Inner` does,
/// and takes no byte if `Inner` takes none.
template <std::size_t Alignment, class Inner>
class AlignedAllocator : detail::InnerAllocator<Inner> {
  static_assert(std::has_single_bit(Alignment),
                "heaparray: AlignedAllocator<Alignment> needs a power of two, such as 64.");
  using InnerTraits = std::allocator_traits<Inner>;
  using Kept = detail::InnerAllocator<Inner>;
  using Held = detail::RawOrFancy<typename InnerTraits::pointer>;

 public:
  using value_type = typename InnerTraits::value_type;
  using pointer = typename InnerTraits::pointer;
  using propagate_on_container_copy_assignment = typename InnerTraits::propagate_on_container_copy_assignment;
  using propagate_on_container_move_assignment = typename InnerTraits::propagate_on_container_move_assignment;
  using propagate_on_container_swap = typename InnerTraits::propagate_on_container_swap;
  using is_always_equal = typename InnerTraits::is_always_equal;
  template <class U>
  struct rebind {
    using other = AlignedAllocator<Alignment, typename InnerTraits::template rebind_alloc<U>>;
  };

  static constexpr std::size_t element_alignment = Alignment;

  AlignedAllocator() = default;
  /// From anything that converts to `Inner`, such as an allocator or a `memory_resource*`.
  /// \throws nothing, as no conversion of allocators does
  template <class Source>
    requires std::is_convertible_v<const Source&, Inner>
  AlignedAllocator(const Source& inner) : Kept(inner) {}
  /// An allocator of the same alignment for another element type.
  template <class Other>
  AlignedAllocator(const AlignedAllocator<Alignment, Other>& other) noexcept
      : Kept(other.inner_allocator()) {}

  /// Memory for `n` objects.
  /// \throws std::length_error if they would be larger than `max_block_size`; what the inner allocator throws.
  ///         Strong guarantee
  [[nodiscard]] pointer allocate(std::size_t n) {
    if (n > (max_block_size - (unit - 1)) / sizeof(value_type)) [[unlikely]]
      detail::raise_too_long(n, (max_block_size - (unit - 1)) / sizeof(value_type));
    // SAFETY: memory for units is memory for the same number of bytes, and no unit is ever read.
    void* const memory = detail::allocate_bytes<unit>(inner_allocator(), bytes_for(n));
    return Held(static_cast<value_type*>(memory));
  }
  /// Gives back what `allocate(n)` returned.
  void deallocate(pointer memory, std::size_t n) noexcept {
    // SAFETY: the reverse of the cast in allocate.
    detail::deallocate_bytes<unit>(inner_allocator(),
                                   reinterpret_cast<std::byte*>(static_cast<value_type*>(Held(memory))),
                                   bytes_for(n));
  }

  /// Builds a `T` at `place` from `args`, as the inner allocator does, which may pass itself on.
  /// \throws what the constructor throws. Strong guarantee
  template <class T, class... Args>
    requires detail::passes_allocator_on<Inner>
  void construct(T* place, Args&&... args) {
    InnerTraits::construct(Kept::get(), place, std::forward<Args>(args)...);
  }

  /// What the inner allocator selects. \throws nothing, as no copy of an allocator does
  AlignedAllocator select_on_container_copy_construction() const {
    return AlignedAllocator(InnerTraits::select_on_container_copy_construction(inner_allocator()));
  }

  /// The allocator from which the memory comes.
  const Inner& inner_allocator() const noexcept { return Kept::get(); }

  /// Whether each can free what the other allocated.
  template <class Other>
  friend bool operator==(const AlignedAllocator& a, const AlignedAllocator<Alignment, Other>& b) noexcept {
    return a.inner_allocator() == b.inner_allocator();
  }

 private:
  static constexpr std::size_t unit = detail::larger(Alignment, alignof(value_type));

  static constexpr std::size_t bytes_for(std::size_t n) noexcept {
    return round_up(n * sizeof(value_type), unit);
  }
};

/// An arena that is asked for a larger alignment is an arena.
template <std::size_t Alignment, class Inner>
inline constexpr bool enable_arena<AlignedAllocator<Alignment, Inner>> = enable_arena<Inner>;

namespace detail {

template <std::size_t Alignment, class T>
inline constexpr bool is_std_allocator<AlignedAllocator<Alignment, std::allocator<T>>> = true;

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_ALIGNED_ALLOCATOR_HPP
