// SPDX-License-Identifier: MIT
//
// A view of arrays that die at once.
//
// expect: the arrays die here: name the handle first
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
auto a = HeapColumns<Arrays<int>>(3);
auto x = a.column<0>();
#else
auto x = HeapColumns<Arrays<int>>(3).column<0>();
#endif
