// SPDX-License-Identifier: MIT
//
// What is erased is assigned over.
//
// expect: erase_at moves the elements behind down by assignment
// lines: 60
#include <heaparray/growing_array.hpp>

struct Fixed {
#ifdef HEAPARRAY_EXPECT_OK
  int number = 0;
#else
  const int number = 0;
#endif
};

void remove(heaparray::GrowingArray<Fixed>& array) { array.erase_at(0); }
