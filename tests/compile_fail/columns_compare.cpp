// SPDX-License-Identifier: MIT
//
// Arrays whose label cannot be compared.
//
// expect: arrays are compared label first, and these labels have no operator==
#include <heaparray/columns.hpp>

struct Label {
  int number;
#ifdef HEAPARRAY_EXPECT_OK
  bool operator==(const Label&) const = default;
#endif
};
using A = heaparray::HeapColumns<heaparray::Arrays<int, char>, Label>;

bool same(const A& a, const A& b) { return a == b; }
