// SPDX-License-Identifier: MIT
//
// A policy that reads the length from a label reads it from the label of the handle.
//
// expect: LengthFromLabel<Get> needs a Get that finds a whole number in the label of this handle
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

struct Header {
  unsigned count;
};
struct Other {
  unsigned number;
};
using List = Arrays<Column<int, heaparray::LengthFromLabel<&Header::count>>>;

#ifdef HEAPARRAY_EXPECT_OK
auto a = HeapColumns<List, Header>::with_len(Header{2});
#else
auto a = HeapColumns<List, Other>::with_len(Other{2});
#endif
