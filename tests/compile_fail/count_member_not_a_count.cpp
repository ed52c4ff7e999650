// SPDX-License-Identifier: MIT
//
// A count in the label is an atomic integer or counts by itself: a plain integer would leave open which it is.
//
// expect: must be a std::atomic of an unsigned integer type, or model heaparray::RefCounter
#include <heaparray/heaparray.hpp>

#include <atomic>

struct Header {
#ifdef HEAPARRAY_EXPECT_OK
  std::atomic<unsigned> owners;
#else
  unsigned owners;
#endif
};

heaparray::BasicRcArray<int, Header, heaparray::LengthInHandle, heaparray::CountFromLabel<&Header::owners>> a(
    3);
