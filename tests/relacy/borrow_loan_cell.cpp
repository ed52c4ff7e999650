// SPDX-License-Identifier: MIT
//
// Borrowing from the lock-free cell. \see borrow_programs.hpp
#include "borrow_programs.hpp"

using namespace relacy_model;

int main() {
  bool ok = true;
  ok &= HEAPARRAY_MODEL(BorrowAgainstStore<LoansAndSlots>, Bound{6});
  ok &= HEAPARRAY_MODEL(BorrowAgainAgainstStore<LoansAndSlots>, Bound{4});
  ok &= HEAPARRAY_MODEL(BorrowAgainstTakeAndWrite<LoansAndSlots>, Bound{4});
  ok &= HEAPARRAY_MODEL(BorrowAgainstReturn<LoansAndSlots>, Bound{3});
  ok &= HEAPARRAY_MODEL(TwoBorrowsAgainstTwoStores<LoansAndSlots>, Bound{3});
  ok &= HEAPARRAY_MODEL(RetainAgainstStore<LoansAndSlots>, Bound{5});
  ok &= HEAPARRAY_MODEL(NestedGuardsAgainstStore<LoansAndSlots>, Bound{4});
  ok &= HEAPARRAY_MODEL(GuardOutlivesCell<LoansAndSlots>, Bound{5});
  ok &= HEAPARRAY_MODEL(BorrowAgainstUpdate<LoansAndSlots>, Bound{3});
  ok &= HEAPARRAY_MODEL(LeaveAgainstTakeAndWrite<LoansAndSlots>, Bound{4});
  ok &= HEAPARRAY_MODEL(GuardOutlivesThread<LoansAndSlots>, Bound{4});
  ok &= HEAPARRAY_MODEL(BorrowAgainstExchangeInto<LoansAndSlots>, Random{300000});
  ok &= HEAPARRAY_MODEL(TwoReadersAgainstTake<LoansAndSlots>, Random{200000});
  ok &= HEAPARRAY_MODEL(TwoReadersAgainstStore<LoansAndSlots>, Random{200000});
  ok &= HEAPARRAY_MODEL(LoadAndBorrowAgainstStore<LoansAndSlots>, Random{200000});
  ok &= HEAPARRAY_MODEL(LeftSlotsAgainstStore<LoansAndSlots>, Random{200000});
  ok &= HEAPARRAY_MODEL(TwoCellsAgainstTwoWriters<LoansAndSlots>, Random{1000000});
  ok &= HEAPARRAY_MODEL(TwoBlocksAgainstTwoWriters<LoansAndSlots>, Random{300000});
  ok &= HEAPARRAY_MODEL(DebtInTheWay<LoansAndSlots>, Random{500000});
  ok &= HEAPARRAY_MODEL(ThreeCells<LoansAndSlots>, Random{500000});
  ok &= HEAPARRAY_MODEL(AnythingBorrowed<LoansAndSlots>, Random{500000});
  ok &= HEAPARRAY_MODEL(DebtComesLate<LoansAndSlots>, Random{300000});
  ok &= HEAPARRAY_MODEL(BorrowerWrites<LoansAndSlots>, Bound{3});
  return ok ? 0 : 1;
}
