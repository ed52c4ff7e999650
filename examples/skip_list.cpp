// SPDX-License-Identifier: MIT
//
// A skip list that several threads build and search at the same time, without a lock. A node is an array of links, as many
// as the node is high, with key and height for a label: the length is the height, and stored once.
//
//    head [ - ]------------------------------------> null        node: [key|height] next[0] next[1] ...
//         [ - ]---------> [   ]--------------------> null               `- label -' `- elements, atomic
//         [ - ]-> [ 3 ]-> [ 5 ]-> [ 8 ]-> [ 9 ]----> null
//
// The bytes of a node are those of a struct with a flexible array member, which is not C++ and frees nothing by itself.

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <heaparray/heaparray.hpp>
#include <iostream>
#include <thread>
#include <utility>
#include <vector>

#include "support/counting_allocator.hpp"

struct Nodes {
  static inline example::Usage usage;
};

struct Label {
  std::uint64_t key;
  std::uint32_t height;
};
struct Link {
  std::atomic<Link*> next{nullptr};  // the first link of the next node
};
using Node = heaparray::BasicArray<Link, Label, heaparray::LengthFromLabel<&Label::height>,
                                   heaparray::NoCount, example::CountingAllocator<std::byte, Nodes>>;

/// The same by hand: `Link next[]` behind it.
struct HandWritten {
  std::uint64_t key;
  std::uint32_t height;
};
constexpr std::size_t hand_written_bytes(std::size_t height) {
  return sizeof(HandWritten) + height * sizeof(std::atomic<HandWritten*>);
}
static_assert(Node::max_len_for(hand_written_bytes(5)) == 5);

class SkipList {
 public:
  SkipList() : head_(Node::with_len(Label{0, max_height})) {}
  SkipList(const SkipList&) = delete;
  SkipList& operator=(const SkipList&) = delete;
  /// Nobody else uses the list any more, so relaxed will do.
  ~SkipList() {
    for (Link* node = head_[0].next.load(std::memory_order_relaxed); node != nullptr;) {
      const Node owner = Node::from_raw(node);
      node = owner[0].next.load(std::memory_order_relaxed);
    }
  }

  bool contains(std::uint64_t key) {
    Path path;
    return find(key, path);
  }

  /// False if it was there, or another thread was faster.
  bool insert(std::uint64_t key) {
    Path path;
    if (find(key, path)) return false;
    const std::uint32_t height = height_for(key);
    Node node = Node::with_len(Label{key, height});
    Link* const links = node.data();
    // Once it is in the lowest level, it is in the list. Release: who finds the node finds what is in it.
    for (;;) {
      links[0].next.store(path.after[0], std::memory_order_relaxed);
      if (path.before[0]->next.compare_exchange_strong(path.after[0], links, std::memory_order_release,
                                                       std::memory_order_relaxed))
        break;
      if (find(key, path)) return false;  // the node dies with its handle: nobody has seen it
    }
    static_cast<void>(std::move(node).into_raw());  // the list owns it now
    for (std::uint32_t level = 1; level != height; ++level) {
      for (;;) {
        links[level].next.store(path.after[level], std::memory_order_relaxed);
        if (path.before[level]->next.compare_exchange_strong(
                path.after[level], links, std::memory_order_release, std::memory_order_relaxed))
          break;
        find(key, path);
      }
    }
    return true;
  }

  /// The keys in order. \pre nobody inserts
  std::vector<std::uint64_t> keys() const {
    std::vector<std::uint64_t> result;
    for (Link* node = head_[0].next.load(); node != nullptr; node = node->next.load())
      result.push_back(key_of(node));
    return result;
  }

  /// One half of the nodes is 1 high, a quarter 2, ...: by the bits of a hash, so that each run is the same.
  static std::uint32_t height_for(std::uint64_t key) {
    const std::uint64_t hash = (key + 1) * 0x9E3779B97F4A7C15u;
    const auto zeros = static_cast<std::uint32_t>(std::countr_zero((hash >> 32) | (1u << (max_height - 1))));
    return zeros + 1;
  }

  static constexpr std::uint32_t max_height = 16;

 private:
  /// On each level, the last link before a key, and the node behind it.
  struct Path {
    Link* before[max_height];
    Link* after[max_height];
  };

  /// Reads the label of a node that the list owns: a handle for a moment, which costs nothing.
  static std::uint64_t key_of(Link* first) {
    Node node = Node::from_raw(first);
    const std::uint64_t key = node.label().key;
    static_cast<void>(std::move(node).into_raw());
    return key;
  }

  bool find(std::uint64_t key, Path& path) {
    Link* node = head_.data();
    for (std::uint32_t level = max_height; level-- != 0;) {
      // Acquire: pairs with the release that put the node in, for its key and its links.
      Link* next = node[level].next.load(std::memory_order_acquire);
      while (next != nullptr && key_of(next) < key) {
        node = next;
        next = node[level].next.load(std::memory_order_acquire);
      }
      path.before[level] = node + level;
      path.after[level] = next;
    }
    return path.after[0] != nullptr && key_of(path.after[0]) == key;
  }

  Node head_;
};

void check(bool fact) {
  if (!fact) std::exit(1);
}

int main() {
  constexpr std::uint64_t keys = 20000;
  constexpr std::uint64_t builders = 3;
  SkipList list;
  std::atomic<std::uint64_t> inserted{0};
  std::vector<std::thread> threads;
  for (std::uint64_t t = 0; t != builders; ++t) {
    threads.emplace_back([&, t] {
      // Each inserts half of the keys, from another place on: many are inserted by two, and one of them is the first.
      for (std::uint64_t i = 0; i != keys / 2; ++i) {
        const std::uint64_t key = 7919 * (i + t * keys / builders) % keys;
        inserted += list.insert(key) ? 1 : 0;
        check(list.contains(key));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  const std::vector<std::uint64_t> found = list.keys();
  check(found.size() == inserted && found.size() == keys);
  std::size_t by_hand = hand_written_bytes(SkipList::max_height);
  for (std::uint64_t i = 0; i != keys; ++i) {
    check(found[i] == i && list.contains(i));
    by_hand += hand_written_bytes(SkipList::height_for(i));
  }
  check(!list.contains(keys));

  const auto per_node = [](std::size_t bytes) {
    return static_cast<double>(bytes) / static_cast<double>(keys + 1);
  };
  std::cout << found.size() << " keys from " << builders
            << " threads; bytes a node: " << per_node(Nodes::usage.live) << ", by hand " << per_node(by_hand)
            << '\n';
  check(Nodes::usage.live == by_hand);
}
