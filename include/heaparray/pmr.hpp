// SPDX-License-Identifier: MIT
//
// pmr.hpp: every array with a std::pmr::polymorphic_allocator. Opt-in, because <memory_resource> is a large
// header.
//
//   std::pmr::monotonic_buffer_resource arena;
//   auto name = heaparray::pmr::HeapArray<char, int>::with_len(7, 12, &arena);  // a resource as allocator
//   auto copy = name;      // allocates from the default resource, as the containers of std::pmr do
//   name = {};             // frees the block with the resource that allocated it, which the block stores
//
// Elements and labels that use such an allocator, such as std::pmr::string, get the resource of their array.
#ifndef HEAPARRAY_PMR_HPP
#define HEAPARRAY_PMR_HPP

#include <cstddef>
#include <memory_resource>
#include <type_traits>

#include "atomic_array.hpp"  // IWYU pragma: export
#include "config.hpp"
#include "fwd.hpp"         // IWYU pragma: export
#include "heap_array.hpp"  // IWYU pragma: export
#include "rc_array.hpp"    // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN
/// Every array with a `std::pmr::polymorphic_allocator`.
namespace pmr {

/// The allocator of all of them. Functions also accept a `std::pmr::memory_resource*`.
using allocator = std::pmr::polymorphic_allocator<std::byte>;

/// Allocates from a resource that frees nothing before it is released or destroyed, as
/// `std::pmr::monotonic_buffer_resource` does. A block does not keep the resource, and is never given back to
/// it.
///
///   std::pmr::monotonic_buffer_resource arena;
///   heaparray::HeapArray<Link, Key, heaparray::pmr::ArenaAllocator<>> node(links, &arena);
///
/// \pre the resource outlives the blocks in it \see enable_arena
template <class T = std::byte>
class ArenaAllocator : public std::pmr::polymorphic_allocator<T> {
 public:
  using deallocates_nothing = std::true_type;  ///< the arena frees its blocks all at once

  /// Allocates from `arena`.
  ArenaAllocator(std::pmr::memory_resource* arena) noexcept : std::pmr::polymorphic_allocator<T>(arena) {}
  /// Allocates from the arena of `other`.
  template <class U>
  ArenaAllocator(const ArenaAllocator<U>& other) noexcept : ArenaAllocator(other.resource()) {}

  /// This allocator: copies of an array stay in its arena.
  ArenaAllocator select_on_container_copy_construction() const noexcept { return *this; }
};

template <class T, class Label = NoLabel, class Length = LengthInHandle, class Count = NoCount>
using BasicArray = heaparray::BasicArray<T, Label, Length, Count, allocator>;
template <class T, class Label = NoLabel, class Length = LengthInHandle, class Count = AtomicCount<>>
using BasicRcArray = heaparray::BasicRcArray<T, Label, Length, Count, allocator>;

template <class T, class Label = NoLabel>
using FatPtrArray = heaparray::FatPtrArray<T, Label, allocator>;
template <class T, class Label = NoLabel>
using HeapArray = heaparray::HeapArray<T, Label, allocator>;
template <class T, class Label = NoLabel>
using UniqueArray = heaparray::UniqueArray<T, Label, allocator>;
template <class T, class Label = NoLabel>
using ThinPtrArray = heaparray::ThinPtrArray<T, Label, allocator>;
template <class T, std::size_t N, class Label = NoLabel>
using FixedArray = heaparray::FixedArray<T, N, Label, allocator>;
template <class T, std::size_t Alignment, class Label = NoLabel>
using AlignedArray = heaparray::AlignedArray<T, Alignment, Label, allocator>;

template <class T, class Label = NoLabel>
using FpRcArray = heaparray::FpRcArray<T, Label, allocator>;
template <class T, class Label = NoLabel>
using TpRcArray = heaparray::TpRcArray<T, Label, allocator>;
template <class T, class Label = NoLabel>
using FpArcArray = heaparray::FpArcArray<T, Label, allocator>;
template <class T, class Label = NoLabel>
using TpArcArray = heaparray::TpArcArray<T, Label, allocator>;
template <class T, class Label = NoLabel>
using RcArray = heaparray::RcArray<T, Label, allocator>;
template <class T, class Label = NoLabel>
using ArcArray = heaparray::ArcArray<T, Label, allocator>;
template <class T, class Label = NoLabel>
using UniqueRc = heaparray::UniqueRc<T, Label, allocator>;
template <class T, class Label = NoLabel>
using UniqueArc = heaparray::UniqueArc<T, Label, allocator>;
template <class T, class Label = NoLabel>
using CompactRcArray = heaparray::CompactRcArray<T, Label, allocator>;
template <class T, class Label = NoLabel>
using CompactArcArray = heaparray::CompactArcArray<T, Label, allocator>;
template <class T, class Label = NoLabel>
using GrowingArray = heaparray::GrowingArray<T, Label, allocator>;  // growing_array.hpp
template <class T, class Label = NoLabel>
using GrowingArcArray = heaparray::GrowingArcArray<T, Label, allocator>;
template <class T, class Label = NoLabel>
using RcArrayWithWeak = heaparray::RcArrayWithWeak<T, Label, allocator>;  // weak_array.hpp
template <class T, class Label = NoLabel>
using ArcArrayWithWeak = heaparray::ArcArrayWithWeak<T, Label, allocator>;

template <class Label = NoLabel>
using ArcText = heaparray::ArcText<Label, allocator>;
template <class Label = NoLabel>
using RcText = heaparray::RcText<Label, allocator>;

template <class T, class Label = NoLabel>
using AtomicPtrArray = heaparray::AtomicPtrArray<T, Label, allocator>;
template <class T, class Label = NoLabel>
using AtomicArcArray = heaparray::AtomicArcArray<T, Label, allocator>;
template <class T, class Label = NoLabel>
using AtomicCompactArray = heaparray::AtomicCompactArray<T, Label, allocator>;

}  // namespace pmr
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_PMR_HPP
