// SPDX-License-Identifier: MIT
//
// Arrays whose length is in their type: a picture of 8 x 8 tiles that are shared until they are written to. A tile is one
// word, and its block has the pixels, a label and a count, and no length: the type has it.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <heaparray/heaparray.hpp>
#include <iostream>
#include <numeric>
#include <span>

using heaparray::FixedArray, heaparray::FixedLength, heaparray::HeapArray;

constexpr std::size_t side = 8;
using Tile = heaparray::BasicRcArray<std::uint8_t, std::uint32_t, FixedLength<side * side>,
                                     heaparray::LocalCount<std::uint32_t>>;
static_assert(sizeof(Tile) == sizeof(void*) && Tile::max_len_for(8 + side * side) == side * side);

void check(bool fact) {
  if (!fact) std::exit(1);
}

int main() {
  // 10,000 tiles of a white picture are one block with 10,000 owners.
  const Tile white = Tile::filled(0u, std::uint8_t{255});
  auto picture = HeapArray<Tile>::filled({}, 10000, white);
  check(white.use_count() == 10001);

  // A line is drawn: only the tiles that it touches are copied.
  for (std::size_t x = 0; x != 800; ++x) picture[x / side].make_mut()[x % side] = 0;
  std::size_t copied = 0;
  for (const Tile& tile : picture) copied += tile.ref_eq(white) ? 0u : 1u;
  std::cout << copied << " tiles of " << picture.size() << " have a block of their own\n";
  check(copied == 100);

  // as_slice() has the length in its type: a loop over it has a known number of rounds.
  const std::span<const std::uint8_t, side * side> pixels = picture[0].as_slice();
  const int sum = std::accumulate(pixels.begin(), pixels.end(), 0);
  check(sum == 255 * (64 - 8));

  // Short ones are read like a struct. A wrong length is an exception, or not even compiled.
  FixedArray<double, 3> point([](std::size_t i) { return 1.5 * static_cast<double>(i); });
  auto& [x, y, z] = point;
  z += x + y;
  std::cout << "point: " << x << ' ' << y << ' ' << z << '\n';
  check(point[2] == 4.5);
}
