// SPDX-License-Identifier: MIT
//
// The lock-free cell. \see programs.hpp
#include "programs.hpp"

using namespace relacy_model;

int main() {
  bool ok = true;
  ok &= HEAPARRAY_MODEL(LoadAgainstStore<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(LoadAgainstCompareExchange<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(CompareExchangeAgainstStore<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(CompareExchangeOfShared<Loans>, Bound{4});
  ok &= HEAPARRAY_MODEL(ExchangeIntoAgainstTake<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(ExchangeIntoAgainstLoads<Loans>, Random{300000});
  ok &= HEAPARRAY_MODEL(TwoStores<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(TwoExchanges<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(TopUpAgainstExchange<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(TopUpAgainstStore<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(TopUpAgainstTopUp<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(TakeAndWriteAgainstLoad<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(LastUserDestroys<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(HandleOutlivesCell<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(WaitAgainstNotify<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(InitializeAgainstInitialize<Loans>, Bound{4});
  ok &= HEAPARRAY_MODEL(UpdateAgainstUpdate<Loans>, Bound{4});
  ok &= HEAPARRAY_MODEL(ManyLoansAgainstStore<Loans>, Bound{5});
  ok &= HEAPARRAY_MODEL(TopUpAgainstAnotherBlock<Loans>, Bound{5});
  ok &= HEAPARRAY_MODEL(TopUpAgainstReturn<Loans>, Bound{5});
  ok &= HEAPARRAY_MODEL(TwoLoadersAgainstExchange<Loans>, Bound{4});
  ok &= HEAPARRAY_MODEL(TwoTopUpsAgainstExchange<Loans>, Random{500000});
  ok &= HEAPARRAY_MODEL(LoadersAgainstReturn<Loans>, Random{500000});
  ok &= HEAPARRAY_MODEL(WaitAgainstLoadAndNotify<Loans>, Random{200000});
  ok &= HEAPARRAY_MODEL(TwoWaitersAgainstNotifyAll<Loans>, Random{200000});
  ok &= HEAPARRAY_MODEL(NotifyOneWakesTheRightOne<Loans>, Random{200000});
  ok &= HEAPARRAY_MODEL(AddressReuse<LoansWithBias<6>>, Random{300000});
  ok &= HEAPARRAY_MODEL(Anything<LoansWithBias<6>>, Random{500000});
  return ok ? 0 : 1;
}
