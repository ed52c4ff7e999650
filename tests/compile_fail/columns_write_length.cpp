// SPDX-License-Identifier: MIT
//
// A label from which a length is read is not written to.
//
// expect: read-only|assignment of member|cannot assign to
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
  unsigned kind, count;
};
using A = HeapColumns<Arrays<Column<int, heaparray::LengthFromLabel<&Header::count>>>, Header>;

#ifdef HEAPARRAY_EXPECT_OK
void write(A& a) {
  a.update_label([](Header& h) { h.kind = 3; });
}
#else
void write(A& a) { a.label().count = 3; }
#endif
