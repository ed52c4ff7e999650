// SPDX-License-Identifier: MIT
//
// fwd.hpp: declares every public name.
//
//   #include <heaparray/fwd.hpp>
//   void draw(const heaparray::HeapArray<Point>& polygon);   // enough for a declaration
//
// Where the names are defined, in the order of this file; (o) is not in heaparray.hpp:
//
//   mem_block.hpp           one block with a label and an array, without an owner; alloc_utils.hpp, its sizes
//   label.hpp               no label, a label built in place, enable_shared_mutation, enable_iterative_drop
//   length.hpp              where the length is stored
//   ref_count.hpp           how owners are counted
//   aligned_allocator.hpp   an alignment of the elements that the caller chooses
//   heap_array.hpp          handles that own a block alone
//   rc_array.hpp            handles that share a block
//   growing_array.hpp (o)   arrays with a capacity, which push_back and the like make longer
//   weak_array.hpp (o)      handles that do not keep the contents of a block alive
//   text.hpp (o)            shared, immutable strings with a label, and tables of them that any text searches
//   atomic_array.hpp        cells that hold a handle and are used by many threads at once
//   array_builder.hpp       an array made one element at a time
//   shared_slice.hpp        a part of a shared array, which is an owner of the array
//   static_array.hpp        a shared array in static storage
//   convert.hpp             convert_to<Target>(source), moved(range), same_block_layout<A, B>
//   borrowed.hpp            short reads of what an AtomicArcArray holds, without a count
//   cell_reader.hpp (o)     a cell that is read again and again, and a part of what is in it
//   array_operators.hpp     comparison and hashing of all of these, and of arrays of your own
//   concepts.hpp            Container, ReadableArray, LabelledArray, SliceArray, RefCounter and the others
//   columns.hpp (o)         several arrays in one block; its names are short, and are declared there only
//   pmr.hpp (o)             the aliases in heaparray::pmr, with a std::pmr::polymorphic_allocator
//   format.hpp, ostream.hpp, fmt.hpp (o)   text: array_name<A>, shortened(array, max)
//
// No comment stands in front of a class that is only declared: editors would show it, not the class's own.
#ifndef HEAPARRAY_FWD_HPP
#define HEAPARRAY_FWD_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>

#include "config.hpp"

HEAPARRAY_NAMESPACE_BEGIN

namespace detail {
struct NoFront;
}  // namespace detail
template <class Label, class T, class Front = detail::NoFront>
class MemBlock;
struct MemoryLayout;

struct NoLabel;
template <class... Args>
struct LabelArgs;

struct LengthInHandle;
template <class Len = std::size_t>
struct LengthInBlock;
template <std::size_t N>
struct FixedLength;
template <auto Get>
struct LengthFromLabel;
template <class Length = LengthInBlock<>>
struct Terminated;
template <class Len = std::size_t>
struct LengthAndCapacity;

struct NoCount;
struct ExplicitCopy;
template <class N = std::size_t>
class LocalCount;
template <class N = std::size_t>
class AtomicCount;
template <class N = std::size_t, std::size_t Line = 64>
class IsolatedCount;
template <auto Member>
struct CountFromLabel;

template <std::size_t Alignment, class Inner = std::allocator<std::byte>>
class AlignedAllocator;

template <class T, class Label = NoLabel, class Length = LengthInHandle, class Count = NoCount,
          class Allocator = std::allocator<std::byte>>
class BasicArray;
template <class Owner>
class IntoIter;

/// Unique, two words. The length is in the handle.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using FatPtrArray = BasicArray<T, Label, LengthInHandle, NoCount, Allocator>;

/// The unique array to use by default.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using HeapArray = FatPtrArray<T, Label, Allocator>;

/// Unique, one word. The length is in the block.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using ThinPtrArray = BasicArray<T, Label, LengthInBlock<>, NoCount, Allocator>;

/// A HeapArray that is copied only by `clone()`, as std::unique_ptr<T[]> is not copied at all.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using UniqueArray = BasicArray<T, Label, LengthInHandle, ExplicitCopy, Allocator>;

/// Unique, one word, `N` elements. The length is in the type: the block contains only the label and the
/// elements.
template <class T, std::size_t N, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using FixedArray = BasicArray<T, Label, FixedLength<N>, NoCount, Allocator>;

/// A HeapArray whose elements begin at a multiple of `Alignment`: for SIMD, direct I/O, a page.
template <class T, std::size_t Alignment, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using AlignedArray = HeapArray<T, Label, AlignedAllocator<Alignment, Allocator>>;

template <class T, class Label = NoLabel, class Length = LengthInHandle, class Count = AtomicCount<>,
          class Allocator = std::allocator<std::byte>>
class BasicRcArray;

/// Shared on one thread, two words.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using FpRcArray = BasicRcArray<T, Label, LengthInHandle, LocalCount<>, Allocator>;

/// Shared on one thread, one word.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using TpRcArray = BasicRcArray<T, Label, LengthInBlock<>, LocalCount<>, Allocator>;

/// Shared among threads, two words.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using FpArcArray = BasicRcArray<T, Label, LengthInHandle, AtomicCount<>, Allocator>;

/// Shared among threads, one word.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using TpArcArray = BasicRcArray<T, Label, LengthInBlock<>, AtomicCount<>, Allocator>;

/// The shared array to use by default on one thread.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using RcArray = FpRcArray<T, Label, Allocator>;

/// The shared array to use by default on several threads.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using ArcArray = FpArcArray<T, Label, Allocator>;

/// The unique array whose block has a count, so that it can be shared without a copy:
/// `RcArray<T, Label> a = std::move(unique);`.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using UniqueRc = BasicArray<T, Label, LengthInHandle, LocalCount<>, Allocator>;
/// The same for ArcArray.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using UniqueArc = BasicArray<T, Label, LengthInHandle, AtomicCount<>, Allocator>;

/// Compact: a 32-bit count and a 32-bit length, together 8 bytes in the block. Shared on one thread, one
/// word.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using CompactRcArray =
    BasicRcArray<T, Label, LengthInBlock<std::uint32_t>, LocalCount<std::uint32_t>, Allocator>;
/// Compact, shared among threads, one word.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using CompactArcArray =
    BasicRcArray<T, Label, LengthInBlock<std::uint32_t>, AtomicCount<std::uint32_t>, Allocator>;

namespace detail {
/// The members of unique handles that change the length: none, except with LengthAndCapacity.
template <class Derived, class T, class Length>
class ChangesLength {};
template <class Array>
class Resumed;
}  // namespace detail

/// A std::vector with a label, in one word. One owner; length and capacity are in the block.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using GrowingArray = BasicArray<T, Label, LengthAndCapacity<>, NoCount, Allocator>;
/// The same, shared among threads: `make_mut()` gives the array to write to, copied first if it is shared.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using GrowingArcArray = BasicRcArray<T, Label, LengthAndCapacity<>, AtomicCount<>, Allocator>;

template <class N = std::uint32_t>
class LocalCountWithWeak;
template <class N = std::uint32_t>
class AtomicCountWithWeak;
template <class Handle>
class WeakArray;

/// Shared on one thread, with weak handles. One word; 12 bytes in the block.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using RcArrayWithWeak = BasicRcArray<T, Label, LengthInBlock<std::uint32_t>, LocalCountWithWeak<>, Allocator>;
/// Shared among threads, with weak handles. One word; 12 bytes in the block.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using ArcArrayWithWeak =
    BasicRcArray<T, Label, LengthInBlock<std::uint32_t>, AtomicCountWithWeak<>, Allocator>;

/// A text shared among threads. One word; 8 bytes and the label in front of the characters, a NUL behind
/// them.
template <class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using ArcText = BasicRcArray<char, Label, Terminated<LengthInBlock<std::uint32_t>>,
                             AtomicCount<std::uint32_t>, Allocator>;
/// A text shared on one thread.
template <class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using RcText =
    BasicRcArray<char, Label, Terminated<LengthInBlock<std::uint32_t>>, LocalCount<std::uint32_t>, Allocator>;
struct TextHash;
struct TextEqual;

namespace detail {
struct LockFreeCell;
struct LockBitCell;
/// The counting protocol of the platform. It is part of the type of each cell, so object files that disagree
/// do not link.
using PlatformCell = std::conditional_t<(HEAPARRAY_LOCK_FREE_CELLS), LockFreeCell, LockBitCell>;
class BorrowRegistry;
}  // namespace detail

template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
class AtomicPtrArray;

template <class Handle, class Protocol = detail::PlatformCell>
class BasicAtomicArcArray;

/// A cell for a TpArcArray.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using AtomicArcArray = BasicAtomicArcArray<TpArcArray<T, Label, Allocator>>;

/// A cell for a CompactArcArray.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using AtomicCompactArray = BasicAtomicArcArray<CompactArcArray<T, Label, Allocator>>;

template <class Handle>
class ArrayBuilder;

template <class Handle>
class SharedSlice;

template <class T, std::size_t N, class Label = NoLabel>
class StaticArray;

template <class Handle, class Registry = detail::BorrowRegistry>
class Borrowed;

template <class Cell>
class CellReader;
template <class Cell, class Part>
class MappedCellReader;

struct ArrayOperators;
template <class A>
struct ArrayHash;

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_FWD_HPP
