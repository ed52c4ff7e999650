// SPDX-License-Identifier: MIT
//
// Drops that are not the last, with nothing else in sight: GCC looks at each function for itself.
#include <heaparray/heaparray.hpp>

#include <utility>

namespace test {

template <class A>
int read_after_drops() {
  A array = {1, 2, 3};
  A second = array;
  {
    A third = second;
    A fourth = std::move(third);
  }
  return second[1] + array[1];
}

template int read_after_drops<heaparray::RcArray<int>>();
template int read_after_drops<heaparray::TpRcArray<int>>();
template int read_after_drops<heaparray::ArcArray<int>>();
template int read_after_drops<heaparray::TpArcArray<int>>();
template int read_after_drops<heaparray::CompactRcArray<int>>();
template int read_after_drops<heaparray::CompactArcArray<int>>();

}  // namespace test
