// SPDX-License-Identifier: MIT
//
// A count that is needed when the label is gone cannot be in it.
//
// expect: a count with weak handles cannot be in the label
#include <heaparray/weak_array.hpp>

struct Label {
#ifdef HEAPARRAY_EXPECT_OK
  heaparray::AtomicCount<> count;
#else
  heaparray::AtomicCountWithWeak<> count;
#endif
};

using A =
    heaparray::BasicRcArray<int, Label, heaparray::LengthInBlock<>, heaparray::CountFromLabel<&Label::count>>;

A make() { return A::with_len(heaparray::label_args(), 3); }
