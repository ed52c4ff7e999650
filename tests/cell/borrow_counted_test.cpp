// SPDX-License-Identifier: MIT
//
// borrow() where HEAPARRAY_BORROW_SLOTS is 0, as it is on platforms whose addresses use all bits: every guard counts, and all
// that borrowed_test.cpp says of guards holds again.

#define HEAPARRAY_BORROW_SLOTS 0
#include "borrowed_test.cpp"

TEST_CASE("borrow: counts where there are no slots") {
  test::ObjectScope objects;
  const BasicAtomicArcArray<Handle, heaparray::detail::LockBitCell> cell(make(1));
  const Handle handle = cell.load();
  CHECK(handle.use_count() == 2);
  const Guard guard = cell.borrow();
  CHECK(handle.use_count() == 3);
}
