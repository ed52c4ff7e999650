// SPDX-License-Identifier: MIT
//
// heaparray.cppm: the module. `import heaparray;` gives all public names that the headers give, with the opt-in ones; not
// fmt.hpp, which needs {fmt}, and not gdb.hpp. Macros are those of whoever compiles the module (config.hpp).
//
//   import heaparray;
//   auto words = heaparray::ArcArray<std::string>::of("a", "b");
//
// A program may include headers of ours and import the module: the names are the same, and so are the types.
module;

#include <version>

#include "cell_reader.hpp"
#include "columns.hpp"
#include "format.hpp"
#include "growing_array.hpp"
#include "heaparray.hpp"
#include "ostream.hpp"
#include "pmr.hpp"
#include "shared_ptr.hpp"
#include "static_array.hpp"
#include "text.hpp"
#include "weak_array.hpp"

export module heaparray;

export namespace heaparray {

// The block, and what its parts are.
using heaparray::AlignedAllocator, heaparray::MemBlock, heaparray::MemoryLayout, heaparray::MemoryOfCaller,
    heaparray::UnfinishedBlock;
using heaparray::AtomicCount, heaparray::CountFromLabel, heaparray::ExplicitCopy, heaparray::IsolatedCount,
    heaparray::LocalCount, heaparray::NoCount;
using heaparray::AtomicCountWithWeak, heaparray::LocalCountWithWeak;
using heaparray::elements_that_fit, heaparray::max_block_size, heaparray::round_up;
using heaparray::FixedLength, heaparray::LengthAndCapacity, heaparray::LengthFromLabel,
    heaparray::LengthInBlock, heaparray::LengthInHandle, heaparray::Terminated;
using heaparray::label_args, heaparray::label_from, heaparray::LabelArgs, heaparray::LabelFrom,
    heaparray::NoLabel;
using heaparray::Violation;

// What a user's type may say of itself.
using heaparray::array_name, heaparray::enable_arena, heaparray::enable_iterative_drop,
    heaparray::enable_shared_mutation, heaparray::enable_trivial_relocation;

// Handles.
using heaparray::AlignedArray, heaparray::BasicArray, heaparray::FatPtrArray, heaparray::FixedArray,
    heaparray::GrowingArray, heaparray::HeapArray, heaparray::ThinPtrArray, heaparray::UniqueArc,
    heaparray::UniqueArray, heaparray::UniqueRc;
using heaparray::ArcArray, heaparray::ArcArrayWithWeak, heaparray::ArcText, heaparray::BasicRcArray,
    heaparray::CompactArcArray, heaparray::CompactRcArray, heaparray::FpArcArray, heaparray::FpRcArray,
    heaparray::GrowingArcArray, heaparray::RcArray, heaparray::RcArrayWithWeak, heaparray::RcText,
    heaparray::TpArcArray, heaparray::TpRcArray;
using heaparray::ArrayBuilder, heaparray::IntoIter, heaparray::SharedSlice, heaparray::StaticArray,
    heaparray::WeakArray;

// Cells.
using heaparray::AtomicArcArray, heaparray::AtomicCompactArray, heaparray::AtomicPtrArray,
    heaparray::BasicAtomicArcArray, heaparray::Borrowed, heaparray::CellReader, heaparray::MappedCellReader;

// Several arrays in one block.
using heaparray::AlignedColumns, heaparray::Arrays, heaparray::Column, heaparray::Columns,
    heaparray::GivenLengths, heaparray::Row, heaparray::SameLength;
using heaparray::ArcColumns, heaparray::AtomicArcColumns, heaparray::AtomicColumns, heaparray::BasicColumns,
    heaparray::BasicRcColumns, heaparray::BorrowedColumns, heaparray::HeapColumns, heaparray::RcColumns;

// Functions, and what containers and streams use.
using heaparray::ArrayHash, heaparray::ArrayOperators, heaparray::hash_value, heaparray::TextEqual,
    heaparray::TextHash;
using heaparray::convert_to, heaparray::make_cyclic, heaparray::moved, heaparray::same_block_layout,
    heaparray::to_shared_ptr;
using heaparray::operator==, heaparray::operator<=>, heaparray::operator<, heaparray::operator>,
    heaparray::operator<=, heaparray::operator>=;
using heaparray::get;  // of structured bindings
using heaparray::operator<<, heaparray::PrintTo, heaparray::shortened, heaparray::Shortened;
#ifdef __cpp_lib_format
using heaparray::ArrayFormatter;
#endif

// Concepts.
using heaparray::ArrayRef, heaparray::AtomicArrayRef, heaparray::BaseArrayRef, heaparray::Container,
    heaparray::CopyMap, heaparray::DefaultLabelledArray, heaparray::LabelledArray,
    heaparray::LabelledArrayMut, heaparray::LabelledArrayRefMut, heaparray::LengthPolicy,
    heaparray::MakeArray, heaparray::ReadableArray, heaparray::RefCounter, heaparray::SliceArray,
    heaparray::SliceArrayMut, heaparray::SliceArrayRef, heaparray::UnsafeArrayRef;

namespace pmr {

using heaparray::pmr::AlignedArray, heaparray::pmr::BasicArray, heaparray::pmr::FatPtrArray,
    heaparray::pmr::FixedArray, heaparray::pmr::GrowingArray, heaparray::pmr::HeapArray,
    heaparray::pmr::ThinPtrArray, heaparray::pmr::UniqueArc, heaparray::pmr::UniqueArray,
    heaparray::pmr::UniqueRc;
using heaparray::pmr::allocator, heaparray::pmr::ArenaAllocator;
using heaparray::pmr::ArcArray, heaparray::pmr::ArcArrayWithWeak, heaparray::pmr::ArcText,
    heaparray::pmr::BasicRcArray, heaparray::pmr::CompactArcArray, heaparray::pmr::CompactRcArray,
    heaparray::pmr::FpArcArray, heaparray::pmr::FpRcArray, heaparray::pmr::GrowingArcArray,
    heaparray::pmr::RcArray, heaparray::pmr::RcArrayWithWeak, heaparray::pmr::RcText,
    heaparray::pmr::TpArcArray, heaparray::pmr::TpRcArray;
using heaparray::pmr::AtomicArcArray, heaparray::pmr::AtomicCompactArray, heaparray::pmr::AtomicPtrArray;

}  // namespace pmr
}  // namespace heaparray
