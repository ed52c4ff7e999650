// SPDX-License-Identifier: MIT
//
// A reader refers to its cell: one that dies at the end of the line is refused, also one that is made of a handle.
//
// expect: (use of|call to) deleted
// expect: the cell dies here: name it first
#include <heaparray/cell_reader.hpp>
#include <heaparray/heaparray.hpp>

using Cell = heaparray::AtomicArcArray<int>;
heaparray::TpArcArray<int> make();
int f() {
#ifdef HEAPARRAY_EXPECT_OK
  const Cell cell = make();
  heaparray::CellReader<Cell> reader(cell);
#else
  heaparray::CellReader<Cell> reader(make());
#endif
  return reader.get()[0];
}
