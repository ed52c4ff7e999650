// SPDX-License-Identifier: MIT
//
// Code with AddressSanitizer and code without it in one program: blocks without elements have a margin in one
// and not in the other, so neither may use a function of the other. Each frees its own; spans pass.
//
// unchecked: mixed/unchecked.cpp
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <span>
#include <typeinfo>

std::size_t make_and_drop_unchecked(std::span<const int> elements);
const std::type_info& type_unchecked();

int main() {
  const heaparray::TpArcArray<int> three = {1, 2, 3};
  const heaparray::TpArcArray<int> empty(std::size_t{0});
  const heaparray::HeapArray<int, long> fat(std::size_t{0});
  heaparray::ThinPtrArray<int> thin(std::size_t{0});
  thin = heaparray::ThinPtrArray<int>{1};
  const bool ok = make_and_drop_unchecked(three.as_slice()) == 3 &&
                  make_and_drop_unchecked(empty.as_slice()) == 0 && type_unchecked() != typeid(three);
  return ok ? 0 : 1;
}
