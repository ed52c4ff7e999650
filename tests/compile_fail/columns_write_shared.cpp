// SPDX-License-Identifier: MIT
//
// The rows of a shared table are read only.
//
// expect: read-only: a shared handle writes through make_mut
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
void write(ArcColumns<Columns<int, float>>& a) { a.make_mut()[0] = std::tuple(1, 2.0f); }
#else
void write(ArcColumns<Columns<int, float>>& a) { a[0] = std::tuple(1, 2.0f); }
#endif
