// SPDX-License-Identifier: MIT
//
// What the arrays are is said by a list.
//
// expect: the first argument of a handle to several arrays is Arrays<T, U, ...>
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
HeapColumns<int> a(3);
#endif
