// SPDX-License-Identifier: MIT
//
// There are no weak handles to several arrays.
//
// expect: a block of several arrays has a count such as LocalCount<> or AtomicCount<>, without weak handles
#include <heaparray/columns.hpp>
#include <heaparray/weak_array.hpp>

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
heaparray::BasicRcColumns<Arrays<int>, int> a = heaparray::BasicRcColumns<Arrays<int>, int>::with_len(1, 2);
#else
using A = heaparray::BasicRcColumns<Arrays<int>, int, heaparray::AtomicCountWithWeak<>>;
A a = A::with_len(1, 2);
#endif
