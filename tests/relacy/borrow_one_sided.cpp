// SPDX-License-Identifier: MIT
//
// Borrowing where the reader's half of the barriers is nothing, from both cells. \see borrow_programs.hpp
#include "borrow_programs.hpp"

using namespace relacy_model;

int main() {
  bool ok = true;
  ok &= HEAPARRAY_MODEL(BorrowAgainstStore<LoansAndOneSided>, Bound{5});
  ok &= HEAPARRAY_MODEL(BorrowAgainAgainstStore<LoansAndOneSided>, Bound{4});
  ok &= HEAPARRAY_MODEL(BorrowAgainstTakeAndWrite<LoansAndOneSided>, Bound{4});
  ok &= HEAPARRAY_MODEL(BorrowAgainstReturn<LoansAndOneSided>, Bound{3});
  ok &= HEAPARRAY_MODEL(LeaveAgainstTakeAndWrite<LoansAndOneSided>, Bound{4});
  ok &= HEAPARRAY_MODEL(BorrowAgainAgainstStore<LockAndOneSided>, Bound{3});
  ok &= HEAPARRAY_MODEL(BorrowAgainstTakeAndWrite<LockAndOneSided>, Bound{3});
  ok &= HEAPARRAY_MODEL(TwoReadersAgainstStore<LoansAndOneSided>, Random{200000});
  ok &= HEAPARRAY_MODEL(TwoReadersAgainstTake<LoansAndOneSided>, Random{200000});
  ok &= HEAPARRAY_MODEL(LeftSlotsAgainstStore<LoansAndOneSided>, Random{200000});
  ok &= HEAPARRAY_MODEL(TwoCellsAgainstTwoWriters<LoansAndOneSided>, Random{500000});
  ok &= HEAPARRAY_MODEL(TwoBlocksAgainstTwoWriters<LoansAndOneSided>, Random{300000});
  ok &= HEAPARRAY_MODEL(DebtInTheWay<LoansAndOneSided>, Random{300000});
  ok &= HEAPARRAY_MODEL(ThreeCells<LoansAndOneSided>, Random{300000});
  ok &= HEAPARRAY_MODEL(AnythingBorrowed<LoansAndOneSided>, Random{300000});
  ok &= HEAPARRAY_MODEL(AnythingBorrowed<LockAndOneSided>, Random{200000});
  ok &= HEAPARRAY_MODEL(DebtComesLate<LoansAndOneSided>, Random{200000});
  ok &= HEAPARRAY_MODEL(BorrowerWrites<LoansAndOneSided>, Bound{2});
  ok &= HEAPARRAY_MODEL(DebtComesLate<LockAndOneSided>, Random{100000});
  return ok ? 0 : 1;
}
