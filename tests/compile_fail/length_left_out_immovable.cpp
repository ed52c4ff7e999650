// SPDX-License-Identifier: MIT
//
// A length can be read from a label that is made elsewhere first, and then moved into the block: not from this one.
//
// expect: Give the length: with_label\(label_args\(...\), n, init\)
#include <heaparray/heaparray.hpp>

#include <atomic>

struct Node {
  std::atomic<int> hits;
  unsigned height;
  explicit Node(unsigned h) : hits(0), height(h) {}
};
using Tower = heaparray::BasicArray<int, Node, heaparray::LengthFromLabel<&Node::height>>;

#ifdef HEAPARRAY_EXPECT_OK
Tower a = Tower::with_label(heaparray::label_args(4u), 4, [](std::size_t) { return 1; });
#else
Tower a = Tower::with_label(heaparray::label_args(4u), [](std::size_t) { return 1; });
#endif
