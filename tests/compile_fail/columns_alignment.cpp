// SPDX-License-Identifier: MIT
//
// An alignment is a power of two.
//
// expect: the alignment of a Column must be a power of two
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
HeapColumns<heaparray::AlignedColumns<64, int, int>> a(3);
#else
HeapColumns<heaparray::AlignedColumns<48, int, int>> a(3);
#endif
