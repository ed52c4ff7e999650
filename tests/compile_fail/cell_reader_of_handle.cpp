// SPDX-License-Identifier: MIT
//
// A reader reads a cell; a handle is read as it is.
//
// expect: CellReader reads a cell whose load\(\) returns a share of its array.*A handle needs no reader
#include <heaparray/cell_reader.hpp>
#include <heaparray/heaparray.hpp>

int f(const heaparray::TpArcArray<int>& handle, const heaparray::AtomicArcArray<int>& cell) {
#ifdef HEAPARRAY_EXPECT_OK
  heaparray::CellReader reader(cell);
#else
  heaparray::CellReader reader(handle);
#endif
  return handle[0] + reader.get()[0] + static_cast<int>(cell.load().size());
}
