// SPDX-License-Identifier: MIT
//
// Readers that keep what they saw, of both cells. \see programs.hpp
#include "programs.hpp"

using namespace relacy_model;

int main() {
  bool ok = true;
  ok &= HEAPARRAY_MODEL(ReaderAgainstStore<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(ReaderAgainstStore<Lock>, Full{});
  ok &= HEAPARRAY_MODEL(KeptAgainstStore<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(KeptAgainstStore<Lock>, Full{});
  ok &= HEAPARRAY_MODEL(ReaderAgainstReturn<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(ReaderAgainstReturn<Lock>, Full{});
  ok &= HEAPARRAY_MODEL(ReaderOutlivesCell<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(ReaderOutlivesCell<Lock>, Full{});
  ok &= HEAPARRAY_MODEL(TakeAndWriteAgainstReader<Loans>, Full{});
  ok &= HEAPARRAY_MODEL(TakeAndWriteAgainstReader<Lock>, Full{});
  ok &= HEAPARRAY_MODEL(ReaderAgainstReuse<Loans>, Bound{5});
  ok &= HEAPARRAY_MODEL(ReaderAgainstReuse<Lock>, Bound{4});
  ok &= HEAPARRAY_MODEL(TwoReadersAgainstExchange<LoansWithBias<6>>, Bound{4});
  ok &= HEAPARRAY_MODEL(TwoReadersAgainstExchange<Lock>, Bound{3});
  ok &= HEAPARRAY_MODEL(ReaderAgainstReuse<Loans>, Random{100000});
  ok &= HEAPARRAY_MODEL(ReaderAgainstReuse<Lock>, Random{100000});
  ok &= HEAPARRAY_MODEL(TwoReadersAgainstExchange<LoansWithBias<6>>, Random{100000});
  ok &= HEAPARRAY_MODEL(TwoReadersAgainstExchange<Lock>, Random{100000});
  ok &= HEAPARRAY_MODEL(AnythingWithReaders<LoansWithBias<6>>, Random{200000});
  ok &= HEAPARRAY_MODEL(AnythingWithReaders<Lock>, Random{200000});
  return ok ? 0 : 1;
}
