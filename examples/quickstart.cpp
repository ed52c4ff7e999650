// SPDX-License-Identifier: MIT
//
// One screen of heaparray: an array and a label of your own, side by side in one heap block.

#include <cstddef>
#include <cstdlib>
#include <heaparray/heaparray.hpp>
#include <heaparray/ostream.hpp>
#include <iostream>
#include <optional>
#include <utility>

// Any type can be a label. This one can be compared and printed, so its arrays can too.
struct Parity {
  int even = 0, odd = 0;

  friend bool operator==(const Parity&, const Parity&) = default;
  friend std::ostream& operator<<(std::ostream& os, const Parity& p) {
    return os << p.even << " even, " << p.odd << " odd";
  }
};

void check(bool fact) {
  if (!fact) std::exit(1);
}

int main() {
  // Making: one allocation. The label is built first, and counts while the elements are built.
  using Squares = heaparray::ArcArray<int, Parity>;
  auto squares = Squares::owner_type::with_label(Parity(), 7, [](Parity& seen, std::size_t i) {
    const int square = static_cast<int>(i * i);
    ++(square % 2 == 0 ? seen.even : seen.odd);
    return square;
  });
  std::cout << squares << '\n';
  check(squares.label() == Parity{4, 3});

  // Indexing. insert replaces an element and returns the old one, or nothing where there is none.
  squares[0] = 100;
  const std::optional<int> old = squares.insert(6, 64), none = squares.insert(7, 81);
  std::cout << "element 6 was " << old.value_or(-1) << " and is " << squares[6] << '\n';
  check(old == 36 && !none && squares.size() == 7);

  // Sharing costs nothing: the same block, now with owners that are counted, on any thread, and read-only.
  Squares shared = std::move(squares).share();
  Squares copy = shared;
  check(shared.use_count() == 2 && copy.ref_eq(shared) && !copy.insert(1, 9));

  // Writing to a shared block is explicit: make_mut copies it first if it has other owners.
  copy.make_mut()[1] = 9;
  std::cout << shared << '\n' << copy << '\n';
  check(shared[1] == 1 && copy[1] == 9 && copy.is_unique() && copy != shared);
}
