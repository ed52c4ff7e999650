// SPDX-License-Identifier: MIT
//
// Borrowing from the locking cell. \see borrow_programs.hpp
#include "borrow_programs.hpp"

using namespace relacy_model;

int main() {
  bool ok = true;
  ok &= HEAPARRAY_MODEL(BorrowAgainstStore<LockAndSlots>, Bound{6});
  ok &= HEAPARRAY_MODEL(BorrowAgainAgainstStore<LockAndSlots>, Bound{4});
  ok &= HEAPARRAY_MODEL(BorrowAgainstTakeAndWrite<LockAndSlots>, Bound{4});
  ok &= HEAPARRAY_MODEL(BorrowAgainstReturn<LockAndSlots>, Bound{3});
  ok &= HEAPARRAY_MODEL(TwoBorrowsAgainstTwoStores<LockAndSlots>, Bound{3});
  ok &= HEAPARRAY_MODEL(RetainAgainstStore<LockAndSlots>, Bound{5});
  ok &= HEAPARRAY_MODEL(NestedGuardsAgainstStore<LockAndSlots>, Bound{4});
  ok &= HEAPARRAY_MODEL(GuardOutlivesCell<LockAndSlots>, Bound{5});
  ok &= HEAPARRAY_MODEL(BorrowAgainstUpdate<LockAndSlots>, Bound{3});
  ok &= HEAPARRAY_MODEL(LeaveAgainstTakeAndWrite<LockAndSlots>, Bound{4});
  ok &= HEAPARRAY_MODEL(GuardOutlivesThread<LockAndSlots>, Bound{4});
  ok &= HEAPARRAY_MODEL(BorrowAgainstExchangeInto<LockAndSlots>, Random{300000});
  ok &= HEAPARRAY_MODEL(TwoReadersAgainstTake<LockAndSlots>, Random{200000});
  ok &= HEAPARRAY_MODEL(TwoReadersAgainstStore<LockAndSlots>, Random{200000});
  ok &= HEAPARRAY_MODEL(LoadAndBorrowAgainstStore<LockAndSlots>, Random{200000});
  ok &= HEAPARRAY_MODEL(LeftSlotsAgainstStore<LockAndSlots>, Random{200000});
  ok &= HEAPARRAY_MODEL(TwoCellsAgainstTwoWriters<LockAndSlots>, Random{1000000});
  ok &= HEAPARRAY_MODEL(TwoBlocksAgainstTwoWriters<LockAndSlots>, Random{300000});
  ok &= HEAPARRAY_MODEL(DebtInTheWay<LockAndSlots>, Random{500000});
  ok &= HEAPARRAY_MODEL(ThreeCells<LockAndSlots>, Random{500000});
  ok &= HEAPARRAY_MODEL(AnythingBorrowed<LockAndSlots>, Random{500000});
  ok &= HEAPARRAY_MODEL(DebtComesLate<LockAndSlots>, Random{300000});
  ok &= HEAPARRAY_MODEL(BorrowerWrites<LockAndSlots>, Bound{3});
  return ok ? 0 : 1;
}
