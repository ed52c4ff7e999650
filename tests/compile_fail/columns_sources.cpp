// SPDX-License-Identifier: MIT
//
// Each array has a source.
//
// expect: give one source for each array, a function init.i. or a range
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

constexpr auto init = [](std::size_t) { return 'a'; };

#ifdef HEAPARRAY_EXPECT_OK
auto a = HeapColumns<Arrays<int, char>, int>::with_label(1, {2, 3}, init, init);
#else
auto a = HeapColumns<Arrays<int, char>, int>::with_label(1, {2, 3}, init);
#endif
