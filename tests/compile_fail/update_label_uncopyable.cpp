// SPDX-License-Identifier: MIT
//
// update_label works on a copy of the label.
//
// expect: that takes a label with a copy constructor and a noexcept move assignment
#include <heaparray/heaparray.hpp>

#include <memory>

struct Header {
  unsigned count = 0;
#ifndef HEAPARRAY_EXPECT_OK
  std::unique_ptr<int> extra;
#endif
};
using Packet = heaparray::BasicArray<int, Header, heaparray::LengthFromLabel<&Header::count>>;

void f(Packet& a) {
  a.update_label([](Header&) {});
}
