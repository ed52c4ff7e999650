// SPDX-License-Identifier: MIT
//
// A program that imports our header as a header unit.
import <heaparray/heaparray.hpp>;

int main() {
  const heaparray::ArcArray<int> a = {1, 2, 3};
  const auto b = a;
  return b[2] == 3 && a == b ? 0 : 1;
}
