// SPDX-License-Identifier: MIT
#include <heaparray/heaparray.hpp>
#include <typeinfo>

int newer_version();
const std::type_info& newer_array();
int newer_sum(int n);

int newer_version() { return HEAPARRAY_VERSION; }
const std::type_info& newer_array() { return typeid(heaparray::HeapArray<int>); }
int newer_sum(int n) {
  int sum = 0;
  const heaparray::HeapArray<int> array(static_cast<std::size_t>(n),
                                        [](std::size_t i) { return static_cast<int>(i); });
  for (const int i : array) sum += i;
  return sum;
}
