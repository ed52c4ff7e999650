// SPDX-License-Identifier: MIT
//
// What a reader returns is its own: a reader that dies at the end of the line gives out nothing.
//
// expect: (use of|call to) deleted
// expect: the reader dies here: name it first
#include <heaparray/cell_reader.hpp>
#include <heaparray/heaparray.hpp>

int sum(const heaparray::AtomicArcArray<int>& cell) {
  int result = 0;
#ifdef HEAPARRAY_EXPECT_OK
  heaparray::CellReader reader(cell);
  for (const int i : reader.get()) result += i;
#else
  for (const int i : heaparray::CellReader(cell).get()) result += i;
#endif
  return result;
}
