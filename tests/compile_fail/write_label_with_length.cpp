// SPDX-License-Identifier: MIT
//
// A label that the length is read from is changed through update_label only.
//
// expect: (assignment of member 'Header::kind' in read-only object|cannot assign to return value because function 'label' returns a const value)
#include <heaparray/heaparray.hpp>

struct Header {
  unsigned kind, count;
};
using Packet = heaparray::BasicArray<int, Header, heaparray::LengthFromLabel<&Header::count>>;

#ifdef HEAPARRAY_EXPECT_OK
void f(Packet& a) {
  a.update_label([](Header& h) { h.kind = 1; });
}
#else
void f(Packet& a) { a.label().kind = 1; }
#endif
