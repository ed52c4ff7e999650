// SPDX-License-Identifier: MIT
//
// The third parameter is a length policy.
//
// expect: Length must model heaparray::LengthPolicy, as LengthInHandle and LengthInBlock<> do
#include <heaparray/heaparray.hpp>
struct Policy : heaparray::LengthInHandle {};
struct NoPolicy {
  struct handle_part {};
};

#ifdef HEAPARRAY_EXPECT_OK
heaparray::BasicArray<int, heaparray::NoLabel, Policy> a(3);
#else
heaparray::BasicArray<int, heaparray::NoLabel, NoPolicy> a(3);
#endif
