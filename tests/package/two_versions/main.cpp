// SPDX-License-Identifier: MIT
//
// The version is in the names of all types and functions, so none of one version is taken for one of the other.
#include <cstdio>
#include <heaparray/heaparray.hpp>
#include <typeinfo>

int newer_version();
const std::type_info& newer_array();
int newer_sum(int n);

int main() {
  const heaparray::HeapArray<int> array = {0, 1, 2};
  std::printf("%s and %s\n", typeid(array).name(), newer_array().name());
  return newer_version() > HEAPARRAY_VERSION && newer_array() != typeid(array) &&
                 newer_sum(3) == array[0] + array[1] + array[2]
             ? 0
             : 1;
}
