// SPDX-License-Identifier: MIT
//
// A list in braces has as many elements as the type says.
//
// expect: the type of this array says how many elements it has
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::FixedArray<int, 3> a{1, 2, 3};
#else
heaparray::FixedArray<int, 3> a{1, 2};
#endif
