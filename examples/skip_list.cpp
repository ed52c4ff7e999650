// SPDX-License-Identifier: MIT
//
// A skip list that several threads build and search at the same time, without a lock. Its nodes are blocks in an
// arena: see support/skip_list.hpp. The bytes of a node are those of a struct with a flexible array member, which is
// not C++.

#include "support/skip_list.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <thread>
#include <vector>

void check(bool fact) {
  if (!fact) std::exit(1);
}

/// The same by hand: key and value, and `std::atomic<Node*> next[]` behind it.
constexpr std::size_t hand_written_bytes(std::size_t height) {
  return 2 * sizeof(std::uint64_t) + height * sizeof(std::atomic<void*>);
}
static_assert(example::Node::memory_layout(5).size == hand_written_bytes(5));

int main() {
  constexpr std::uint64_t keys = 20000;
  constexpr std::uint64_t builders = 3;
  example::Arena arena(8 * keys * hand_written_bytes(2));
  example::SkipList list(arena);
  std::atomic<std::uint64_t> inserted{0};
  std::vector<std::thread> threads;
  for (std::uint64_t t = 0; t != builders; ++t) {
    threads.emplace_back([&, t] {
      // Each inserts half of the keys, from another place on: many are inserted by two, and one of them is the first.
      for (std::uint64_t i = 0; i != keys / 2; ++i) {
        const std::uint64_t key = 7919 * (i + t * keys / builders) % keys;
        inserted += list.insert({key, 3 * key}) ? 1 : 0;
        check(list.find(key) != nullptr);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  const std::vector<std::uint64_t> found = list.keys();
  check(found.size() == inserted && found.size() == keys);
  std::size_t by_hand = hand_written_bytes(example::max_height);
  for (std::uint64_t i = 0; i != keys; ++i) {
    check(found[i] == i && *list.find(i) == 3 * i);
    by_hand += hand_written_bytes(example::height_for(i));
  }
  check(list.find(keys) == nullptr);

  std::cout << found.size() << " keys from " << builders << " threads; bytes a node by hand "
            << static_cast<double>(by_hand) / static_cast<double>(keys + 1) << "; of nodes that came second "
            << arena.used() - by_hand << " bytes\n";
  check(arena.used() >= by_hand);
}
