// SPDX-License-Identifier: MIT
//
// Elements of one array that cannot be copied.
//
// expect: copying several arrays copies their elements, and some of these cannot be copied. Move the handle
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
HeapColumns<Arrays<int, std::unique_ptr<int>>> a({1, 2});
auto b = std::move(a);
#else
HeapColumns<Arrays<int, std::unique_ptr<int>>> a({1, 2});
auto b = a;
#endif
