// SPDX-License-Identifier: MIT
//
// A count in the label is an unsigned integer, or an atomic one, or counts by itself.
//
// expect: must be an unsigned integer, a std::atomic of one, or model heaparray::RefCounter
#include <heaparray/heaparray.hpp>

struct Header {
#ifdef HEAPARRAY_EXPECT_OK
  unsigned owners;
#else
  int owners;
#endif
};

heaparray::BasicRcArray<int, Header, heaparray::LengthInHandle, heaparray::CountFromLabel<&Header::owners>> a(
    3);
