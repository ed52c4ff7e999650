// SPDX-License-Identifier: MIT
//
// The same for a file that includes one kind of handle.
#include <heaparray/heap_array.hpp>

int main() {
  heaparray::HeapArray<int, char> array(3);
  for (const int number : array)
    if (number != 0) return 1;
  auto other = heaparray::HeapArray<int, char>::filled('x', 3, 4);
  array.swap(other);
  return (array == other) + static_cast<int>(array.as_slice().size()) + *array.get(1) + array.label();
}
