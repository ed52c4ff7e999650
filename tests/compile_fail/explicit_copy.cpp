// SPDX-License-Identifier: MIT
//
// A UniqueArray is not copied by accident.
//
// expect: move the array with std::move, or copy it with clone()
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <utility>

std::size_t length_of(heaparray::UniqueArray<int> array) { return array.size(); }

std::size_t use() {
  heaparray::UniqueArray<int> array = {1, 2, 3};
#ifdef HEAPARRAY_EXPECT_OK
  return length_of(array.clone()) + length_of(std::move(array));
#else
  return length_of(array);
#endif
}
