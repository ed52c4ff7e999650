// SPDX-License-Identifier: MIT
//
// A block has an array.
//
// expect: a block has at least one array
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

#ifdef HEAPARRAY_EXPECT_OK
HeapColumns<Arrays<int>> a(3);
#else
HeapColumns<Arrays<>> a;
#endif
