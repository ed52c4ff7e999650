// SPDX-License-Identifier: MIT
//
// The first array is not as long as the one before.
//
// expect: SameLength is for an array behind another one
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
HeapColumns<Arrays<int, Column<char, heaparray::SameLength>>> a(3);
#else
HeapColumns<Arrays<Column<char, heaparray::SameLength>, int>> a(3);
#endif
