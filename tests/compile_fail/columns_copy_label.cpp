// SPDX-License-Identifier: MIT
//
// A label that cannot be copied.
//
// expect: copying several arrays copies their label, and this one cannot be copied. Move the handle
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
auto copy(HeapColumns<Arrays<int>, std::unique_ptr<int>>& a) { return std::move(a); }
#else
auto copy(HeapColumns<Arrays<int>, std::unique_ptr<int>>& a) { return a.clone(); }
#endif
