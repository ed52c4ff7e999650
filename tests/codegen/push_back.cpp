// SPDX-License-Identifier: MIT
//
// ArrayBuilder: while there are free slots, push_back and emplace_back build the element without a call. Only the growth
// of the block is a call.
//
// asm-not[push]: EEEE(7emplaceI|9push_backE)
// asm[push]: 17emplace_in_largerI
// asm-not[emplace_two]: EEEE(7emplaceI|12emplace_backI)
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
