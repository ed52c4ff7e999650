// SPDX-License-Identifier: MIT
//
// fwd.hpp: every public name on one page, declared.
//
//   #include <heaparray/fwd.hpp>
//   void draw(const heaparray::HeapArray<Point>& polygon);   // enough for a declaration
#ifndef HEAPARRAY_FWD_HPP
#define HEAPARRAY_FWD_HPP

#include <cstddef>
#include <memory>

#include "config.hpp"

HEAPARRAY_NAMESPACE_BEGIN

// mem_block.hpp: one block with a label and an array, owned by nobody. alloc_utils.hpp: the arithmetic under it.
template <class Label, class T>
class MemBlock;
struct MemoryLayout;

// label.hpp: no label, a label built in place by label_args(...), enable_shared_mutation<T>.
struct NoLabel;
template <class... Args>
struct LabelArgs;

// length.hpp: where the length lives.
struct LengthInHandle;
template <class Len = std::size_t>
struct LengthInBlock;

// ref_count.hpp: how owners are counted.
struct NoCount;
template <class N = std::size_t>
class LocalCount;
template <class N = std::size_t>
class AtomicCount;

// heap_array.hpp: handles that own a block alone.
template <class T, class Label = NoLabel, class Length = LengthInHandle, class Count = NoCount,
          class Allocator = std::allocator<std::byte>>
class BasicArray;
template <class Owner>
class IntoIter;

/// Unique, two words. The length is in the handle.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using FatPtrArray = BasicArray<T, Label, LengthInHandle, NoCount, Allocator>;

/// The everyday unique array.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using HeapArray = FatPtrArray<T, Label, Allocator>;

/// Unique, one word. The length is in the block.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using ThinPtrArray = BasicArray<T, Label, LengthInBlock<>, NoCount, Allocator>;

// rc_array.hpp: handles that share a block.
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

/// The everyday shared array for one thread.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using RcArray = FpRcArray<T, Label, Allocator>;

/// The everyday shared array for many threads.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using ArcArray = FpArcArray<T, Label, Allocator>;

// atomic_array.hpp: cells that hold a handle and are used by many threads at once.
namespace detail {
struct PlatformCell;  // the counting protocol that fits the platform
}

/// A cell for a ThinPtrArray.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
class AtomicPtrArray;

/// A cell for any thin handle with an atomic count.
template <class Handle, class Protocol = detail::PlatformCell>
class BasicAtomicArcArray;

/// A cell for a TpArcArray.
template <class T, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
using AtomicArcArray = BasicAtomicArcArray<TpArcArray<T, Label, Allocator>>;

// array_operators.hpp: comparison and hashing of all of these, and of arrays of your own.
struct ArrayOperators;
template <class A>
struct ArrayHash;

// concepts.hpp: Container, CopyMap, MakeArray, ReadableArray, LabelledArray, LabelledArrayMut, LabelledArrayRefMut,
// DefaultLabelledArray, SliceArray, SliceArrayMut, SliceArrayRef, BaseArrayRef, ArrayRef, UnsafeArrayRef,
// AtomicArrayRef, RefCounter, LengthPolicy.

// format.hpp and ostream.hpp (opt-in): text. array_name<A>, shortened(array, max).

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_FWD_HPP
