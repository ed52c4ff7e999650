// SPDX-License-Identifier: MIT
//
// A handle to several arrays keeps no length.
//
// expect: a handle to several arrays is one word and keeps no length
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
HeapColumns<Arrays<Column<int, heaparray::LengthInBlock<>>>> a(3);
#else
HeapColumns<Arrays<Column<int, heaparray::LengthInHandle>>> a(3);
#endif
