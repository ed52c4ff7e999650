// SPDX-License-Identifier: MIT
//
// ArrayBuilder: while there are free slots, push_back and emplace_back build the element without a call. Only the growth
// of the block is a call, and what reports a builder without a block (g++: a `.part` of the function).
//
// asm-not[push]: EEEE(7emplaceI|9push_backE)[A-Za-z0-9_]*[^.A-Za-z0-9_]
// asm[push]: 6largerE
// asm-not[emplace_two]: EEEE(7emplaceI|12emplace_backI)[A-Za-z0-9_]*[^.A-Za-z0-9_]
// asm-not[append]: EEEE12reserve_more
#include <heaparray/heaparray.hpp>

using Builder = heaparray::ArrayBuilder<heaparray::HeapArray<int>>;

extern "C" {

void push(Builder& b, const int* first, const int* last) {
  for (; first != last; ++first) b.push_back(*first);
}
void emplace_two(Builder& b, int x) {
  b.emplace_back(x);
  b.emplace_back(x + 1);
}
void append(Builder& b, const int* first, std::size_t n) { b.append(std::span<const int>(first, n)); }
}
