// SPDX-License-Identifier: MIT
//
// The rows of a shared table are not sorted: other owners read them.
//
// expect: read-only: a shared handle writes through make_mut
#include <heaparray/columns.hpp>

#include <algorithm>
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
void write(ArcColumns<Columns<int, float>>& a) { std::sort(a.make_mut().begin(), a.make_mut().end()); }
#else
void write(ArcColumns<Columns<int, float>>& a) { std::sort(a.begin(), a.end()); }
#endif
