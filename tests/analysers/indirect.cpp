// SPDX-License-Identifier: MIT
//
// The same for a file that has our headers through another one: what it is told to include is public.
#include "indirect.hpp"

int main() {
  const heaparray::ArcArray<int> array = make_array();
  const heaparray::AtomicArcArray<int> cell;
  int sum = 0;
  for (const int number : array) sum += number;
  return sum + (array == make_array()) + static_cast<int>(array.as_slice().size() + cell.borrow().size());
}
