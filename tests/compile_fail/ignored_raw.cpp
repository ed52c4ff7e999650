// SPDX-License-Identifier: MIT
//
// What is lost with a result that nobody takes is said.
//
// flags: -Werror=unused-result
// expect: leaks unless given back
// expect: store.. drops it
// expect: ends with the guard
// expect: this owner is gone at once
#include <heaparray/heaparray.hpp>
#include <utility>

using Array = heaparray::TpArcArray<int>;
#ifdef HEAPARRAY_EXPECT_OK
void f(Array& a, heaparray::AtomicArcArray<int>& cell) {
  const Array kept = Array::retain_raw(a.data());
  const auto guard = cell.borrow();
  Array former = cell.exchange(a);
  int* const raw = std::move(a).into_raw();
  a = Array::from_raw(raw);
}
#else
void f(Array& a, heaparray::AtomicArcArray<int>& cell) {
  Array::retain_raw(a.data());
  cell.borrow();
  cell.exchange(a);
  std::move(a).into_raw();
}
#endif
