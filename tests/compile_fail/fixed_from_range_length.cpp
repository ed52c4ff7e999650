// SPDX-License-Identifier: MIT
//
// Also where a label comes first.
//
// expect: the type of this array says how many elements it has
#include <heaparray/heaparray.hpp>

using Point = heaparray::FixedArray<double, 2, int>;
#ifdef HEAPARRAY_EXPECT_OK
Point a = Point::from_range(7, {1.0, 2.0});
#else
Point a = Point::from_range(7, {1.0, 2.0, 3.0});
#endif
