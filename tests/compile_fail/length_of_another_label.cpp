// SPDX-License-Identifier: MIT
//
// What reads the length must be able to read it from the label that the array has.
//
// expect: LengthFromLabel<Get> does if Get finds a whole number in the label
#include <heaparray/heaparray.hpp>

struct Header {
  unsigned count;
};
struct Other {
  unsigned count;
};

#ifdef HEAPARRAY_EXPECT_OK
heaparray::BasicArray<int, Header, heaparray::LengthFromLabel<&Header::count>> a(0);
#else
heaparray::BasicArray<int, Other, heaparray::LengthFromLabel<&Header::count>> a(0);
#endif
