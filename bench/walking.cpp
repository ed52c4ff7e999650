// SPDX-License-Identifier: MIT
//
// Random walks over small arrays, of which the elements say where to go next: each visit waits for the memory that it
// reads. A million of them do not fit in any cache. On a fresh heap, what is allocated one after the other lies side by
// side; on an aged one, where others have come and some have gone, it does not.
#include <algorithm>
#include <random>

#include "support/operations.hpp"

namespace {

using namespace bench;

constexpr std::size_t elements = 8;

/// Leaves holes of the sizes that the contenders ask for, in any order, enough for `n` arrays. Every second block is
/// kept, so that the holes stay what they are when malloc joins free neighbours. Once: what is freed later goes back to
/// where it was.
void age_the_heap(std::size_t n) {
  static std::size_t holes = 0;
  if (holes >= n) return;
  std::vector<void*> blocks;
  blocks.reserve(10 * (n - holes));
  for (std::size_t i = 0; i != 2 * (n - holes); ++i)
    for (const std::size_t bytes : {40u, 40u, 56u, 72u, 88u}) blocks.push_back(std::malloc(bytes));
  holes = n;
  std::shuffle(blocks.begin(), blocks.end(), std::mt19937(1));
  for (std::size_t i = 0; i < blocks.size(); i += 2) std::free(blocks[i]);
}

template <class C>
struct Walk {
  std::vector<typename C::handle> handles;
  std::uint64_t way = 0;  // all of it, so that the walk does not fall into a short circle

  explicit Walk(std::size_t n) {
    handles.reserve(n);
    for (std::size_t i = 0; i != n; ++i)
      handles.push_back(C::generates({}, elements, [i](std::size_t j) { return static_cast<int>(i + j); }));
  }
  void step() {
    const std::uint64_t at = (way >> 32) & (handles.size() - 1);
    way = (way ^ sum<C>(handles[at])) * 0x9e3779b97f4a7c15 + 1;
  }
  std::uint64_t result() {
    for (int i = 0; i != 1000; ++i) step();
    return way;
  }
};

struct Aged {
  explicit Aged(std::size_t n) { age_the_heap(n); }
};
template <class C>
struct WalkAged : Aged, Walk<C> {
  explicit WalkAged(std::size_t n) : Aged(n), Walk<C>(n) {}
};

}  // namespace

void add_operations() {
  const std::initializer_list<std::int64_t> sizes = {1 << 16, 1 << 20};
  using Contenders = Joined<AllContenders<int>, OurCompact<int>>;
  add<Walk>("walk", Contenders(), sizes);
  add<WalkAged>("walk_aged", Contenders(), sizes);
}
