// SPDX-License-Identifier: MIT
//
// What stays of an array that is gone: Clang knows that a reference to an element or a label does not outlive it.
//
// only: Clang
// flags: -Werror=dangling
// expect: (temporary|object backing)
#include <heaparray/heaparray.hpp>

heaparray::ArcArray<int, int> make();
int f() {
#ifdef HEAPARRAY_EXPECT_OK
  const auto array = make();
  const int& element = array[0];
  const int& label = array.label();
#else
  const int& element = make()[0];
  const int& label = make().label();
#endif
  return element + label;
}
