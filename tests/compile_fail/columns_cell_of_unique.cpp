// SPDX-License-Identifier: MIT
//
// A cell holds shared arrays.
//
// expect: AtomicColumns<Handle> needs shared arrays with an atomic count, such as ArcColumns
#include <heaparray/columns.hpp>

using Table = heaparray::Columns<int, float>;

#ifdef HEAPARRAY_EXPECT_OK
heaparray::AtomicColumns<heaparray::ArcColumns<Table>> cell;
#else
heaparray::AtomicColumns<heaparray::HeapColumns<Table>> cell;
#endif
