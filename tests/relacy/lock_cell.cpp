// SPDX-License-Identifier: MIT
//
// The cell with the lock bit. \see programs.hpp
#include "programs.hpp"

using namespace relacy_model;

int main() {
  bool ok = true;
  ok &= HEAPARRAY_MODEL(LoadAgainstStore<Lock>, Full{});
  ok &= HEAPARRAY_MODEL(CompareExchangeOfShared<Lock>, Bound{4});
  ok &= HEAPARRAY_MODEL(ExchangeIntoAgainstTake<Lock>, Bound{4});
  ok &= HEAPARRAY_MODEL(ExchangeIntoAgainstLoads<Lock>, Random{200000});
  ok &= HEAPARRAY_MODEL(TwoStores<Lock>, Full{});
  ok &= HEAPARRAY_MODEL(TwoExchanges<Lock>, Full{});
  ok &= HEAPARRAY_MODEL(LastUserDestroys<Lock>, Full{});
  ok &= HEAPARRAY_MODEL(HandleOutlivesCell<Lock>, Full{});
  ok &= HEAPARRAY_MODEL(LoadAgainstCompareExchange<Lock>, Bound{4});
  ok &= HEAPARRAY_MODEL(CompareExchangeAgainstStore<Lock>, Bound{4});
  ok &= HEAPARRAY_MODEL(TakeAndWriteAgainstLoad<Lock>, Bound{4});
  ok &= HEAPARRAY_MODEL(WaitAgainstNotify<Lock>, Bound{4});
  ok &= HEAPARRAY_MODEL(InitializeAgainstInitialize<Lock>, Bound{4});
  ok &= HEAPARRAY_MODEL(UpdateAgainstUpdate<Lock>, Bound{3});
  ok &= HEAPARRAY_MODEL(TwoLoadersAgainstExchange<Lock>, Random{300000});
  ok &= HEAPARRAY_MODEL(LoadersAgainstReturn<Lock>, Random{300000});
  ok &= HEAPARRAY_MODEL(WaitAgainstLoadAndNotify<Lock>, Random{200000});
  ok &= HEAPARRAY_MODEL(TwoWaitersAgainstNotifyAll<Lock>, Random{200000});
  ok &= HEAPARRAY_MODEL(NotifyOneWakesTheRightOne<Lock>, Random{200000});
  ok &= HEAPARRAY_MODEL(AddressReuse<Lock>, Random{300000});
  ok &= HEAPARRAY_MODEL(Anything<Lock>, Random{300000});
  return ok ? 0 : 1;
}
