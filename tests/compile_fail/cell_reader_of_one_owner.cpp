// SPDX-License-Identifier: MIT
//
// The array of an AtomicPtrArray has one owner, the cell.
//
// expect: The array in an AtomicPtrArray has one owner, and no reader can keep it
#include <heaparray/cell_reader.hpp>
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
using Cell = heaparray::AtomicArcArray<int>;
#else
using Cell = heaparray::AtomicPtrArray<int>;
#endif
heaparray::CellReader<Cell> make(const Cell& cell) { return heaparray::CellReader<Cell>(cell); }
