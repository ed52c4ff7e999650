// SPDX-License-Identifier: MIT
//
// One of several arrays keeps no terminator.
//
// expect: one of several arrays neither grows nor keeps a terminator
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
HeapColumns<Arrays<int, Column<char, heaparray::LengthInBlock<>>>> a({3, 4});
#else
HeapColumns<Arrays<int, Column<char, heaparray::Terminated<>>>> a({3, 4});
#endif
