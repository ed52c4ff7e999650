// SPDX-License-Identifier: MIT
//
// The margin that blocks without elements have under a leak checker is out of bounds.
//
// expect: AddressSanitizer: use-after-poison
// expect: READ of size 4
#include <heaparray/heaparray.hpp>

#include <cstddef>

int main() {
  const heaparray::TpArcArray<int> empty(std::size_t{0});
  return empty.unchecked(0);
}
