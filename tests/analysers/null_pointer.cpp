// SPDX-License-Identifier: MIT
//
// A user's program with a mistake behind the use of our headers: an analyser that finds it has read them to the end.
#include <heaparray/format.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/ostream.hpp>
#include <heaparray/pmr.hpp>

int main() {
  const auto array = heaparray::HeapArray<int, char>::filled('x', 3, 7);
  const int* const nowhere = nullptr;
  return array[1] + *nowhere;
}
