// SPDX-License-Identifier: MIT
//
// The library, with six handles in use.
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <span>

template <class A>
std::size_t use(std::span<const int> elements) {
  A a(elements.size(), [](std::size_t i) { return static_cast<int>(i); });
  A b = A::from_range(elements);
  A c = b;
  c = a;
  std::size_t sum = a == b ? a.size() : c.size();
  for (int e : c) sum += static_cast<std::size_t>(e);
  return sum + static_cast<std::size_t>(b[0] + b.at(0)) + c.slice(0, 1).size();
}

std::size_t use_all(std::span<const int> elements) {
  return use<heaparray::HeapArray<int>>(elements) + use<heaparray::ThinPtrArray<int>>(elements) +
         use<heaparray::RcArray<int>>(elements) + use<heaparray::TpRcArray<int>>(elements) +
         use<heaparray::ArcArray<int>>(elements) + use<heaparray::TpArcArray<int>>(elements);
}
