// SPDX-License-Identifier: MIT
//
// A user's named module that has our headers in its global module fragment, and hands on some of our names.
module;

#include <heaparray/format.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/ostream.hpp>
#include <heaparray/pmr.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>

export module arrays;

export namespace arrays {

using heaparray::AtomicArcArray, heaparray::HeapArray, heaparray::TpArcArray;

inline HeapArray<std::string, int> make_texts() {
  return HeapArray<std::string, int>::with_label(7, 3, [](std::size_t i) { return std::string(i, 'x'); });
}

// What it makes is instantiated by those who import it.
template <class T>
TpArcArray<T> share(std::initializer_list<T> list) {
  return TpArcArray<T>(list);
}

int sum_of_cell();

}  // namespace arrays

int arrays::sum_of_cell() {
  AtomicArcArray<int> cell;
  cell.store({1, 2, 3});
  int sum = 0;
  for (const int number : cell.borrow()) sum += number;
  return sum;
}
