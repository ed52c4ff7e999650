// SPDX-License-Identifier: MIT
//
// A number is no source.
//
// expect: each of several arrays is built by a function init.i. or init.label, i., or from a range
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
auto a = HeapColumns<Arrays<int>, int>::with_label(1, 2, [](std::size_t) { return 5; });
#else
auto a = HeapColumns<Arrays<int>, int>::with_label(1, 2, 5);
#endif
