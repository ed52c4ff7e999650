// SPDX-License-Identifier: MIT
//
// A pointer and a length are no range.
//
// expect: takes a range, which has begin\(\) and end\(\)
#include <heaparray/heaparray.hpp>

#include <span>

struct Buffer {
  const int* data() const;
  unsigned size() const;
};
Buffer b;
#ifdef HEAPARRAY_EXPECT_OK
auto a = heaparray::HeapArray<int>::from_range(std::span(b.data(), b.size()));
#else
auto a = heaparray::HeapArray<int>::from_range(b);
#endif
