// SPDX-License-Identifier: MIT
//
// The arrays of a handle are counted, and there is no fourth of three.
//
// expect: column<I>\(\): the arrays of this handle are counted from 0, and there are fewer
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
auto get(const HeapColumns<Arrays<int, char, long>>& a) { return a.column<2>(); }
#else
auto get(const HeapColumns<Arrays<int, char, long>>& a) { return a.column<3>(); }
#endif
