// SPDX-License-Identifier: MIT
//
// The destructor of a label does not throw.
//
// expect: the destructor of a label must be noexcept
#include <heaparray/columns.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

using heaparray::ArcColumns;
using heaparray::Arrays;
using heaparray::Column;
using heaparray::Columns;
using heaparray::HeapColumns;

struct Label {
  int number = 0;
  ~Label() noexcept(false) {}
};

#ifdef HEAPARRAY_EXPECT_OK
HeapColumns<Arrays<int>, int> a(3);
#else
HeapColumns<Arrays<int>, Label> a(3);
#endif
