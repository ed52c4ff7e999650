// SPDX-License-Identifier: MIT
//
// The half of mixed.cpp without AddressSanitizer.
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <span>
#include <typeinfo>

std::size_t make_and_drop_unchecked(std::span<const int> elements) {
  const auto array = heaparray::TpArcArray<int>::from_range(elements);
  const auto fat = heaparray::HeapArray<int, long>::from_range(elements);
  heaparray::ThinPtrArray<int> thin(std::size_t{0});
  thin = heaparray::ThinPtrArray<int>::from_range(elements);
  return array.size() == fat.size() && fat.size() == thin.size() ? array.size() : 99;
}

const std::type_info& type_unchecked() { return typeid(heaparray::TpArcArray<int>); }
