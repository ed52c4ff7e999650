// SPDX-License-Identifier: MIT
//
// A view of an array that dies at the end of the line is refused, for all handles, parts and guards.
//
// expect: (use of|call to) deleted
// expect: the array dies here: name it first
#include <heaparray/heaparray.hpp>

int sum(const heaparray::AtomicArcArray<int>& cell) {
  int result = 0;
#ifdef HEAPARRAY_EXPECT_OK
  const auto guard = cell.borrow();
  for (int i : guard.as_slice()) result += i;
#else
  for (int i : cell.borrow().as_slice()) result += i;
#endif
  return result;
}
