// SPDX-License-Identifier: MIT
//
// What get() refers to is in the reader, and does not outlive it: Clang knows.
//
// only: Clang
// flags: -Werror=return-stack-address
// expect: reference to stack memory
#include <heaparray/cell_reader.hpp>
#include <heaparray/heaparray.hpp>

using Cell = heaparray::AtomicArcArray<int>;
const heaparray::TpArcArray<int>& f(const Cell& cell, heaparray::CellReader<Cell>& reader) {
#ifdef HEAPARRAY_EXPECT_OK
  static_cast<void>(cell);
  return reader.get();
#else
  static_cast<void>(reader);
  heaparray::CellReader<Cell> mine(cell);
  return mine.get();
#endif
}
