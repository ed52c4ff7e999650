// SPDX-License-Identifier: MIT
//
// A label that is gone cannot say how long its block is.
//
// expect: the last weak handle needs the length of a block whose label is gone
#include <heaparray/weak_array.hpp>

struct Label {
  const unsigned length;
};

#ifdef HEAPARRAY_EXPECT_OK
using Length = heaparray::LengthInBlock<>;
#else
using Length = heaparray::LengthFromLabel<&Label::length>;
#endif
using A = heaparray::BasicRcArray<int, Label, Length, heaparray::AtomicCountWithWeak<>>;

A make() {
  return A::with_label(Label{3}, 3, [](std::size_t) { return 0; });
}
