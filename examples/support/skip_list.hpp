// SPDX-License-Identifier: MIT
//
// skip_list.hpp: a skip list in an arena, for skip_list.cpp. Several threads insert and search without a lock.
//
//    head [ - ]------------------------------------> none        node: [key, value] next[0] next[1] ...
//         [ - ]---------> [   ]--------------------> none               |            `- elements
//         [ - ]-> [ 3 ]-> [ 5 ]-> [ 8 ]-> [ 9 ]----> none               `- label
//
// A node has as many links as it is high. It keeps no height, because nobody asks for it, and no allocator, because
// the arena frees all nodes at once.
#ifndef EXAMPLES_SUPPORT_SKIP_LIST_HPP
#define EXAMPLES_SUPPORT_SKIP_LIST_HPP

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <heaparray/mem_block.hpp>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

namespace example {

/// Memory that is freed all at once. Several threads may take from it.
class Arena {
 public:
  explicit Arena(std::size_t size) : memory_(std::make_unique<std::byte[]>(size)), size_(size) {}

  /// \pre `bytes` is a multiple of the alignment of all that is taken
  std::byte* take(std::size_t bytes) {
    const std::size_t begin = used_.fetch_add(bytes, std::memory_order_relaxed);
    if (begin + bytes > size_) throw std::bad_alloc();
    return memory_.get() + begin;
  }
  std::size_t used() const { return used_.load(std::memory_order_relaxed); }

 private:
  std::unique_ptr<std::byte[]> memory_;
  std::size_t size_;
  std::atomic<std::size_t> used_{0};
};

/// The allocator of an arena.
template <class T = std::byte>
struct InArena {
  using value_type = T;
  using deallocates_nothing = std::true_type;

  explicit InArena(Arena& a) : arena(&a) {}
  template <class U>
  InArena(const InArena<U>& other) : arena(other.arena) {}
  T* allocate(std::size_t n) { return reinterpret_cast<T*>(arena->take(n * sizeof(T))); }
  void deallocate(T*, std::size_t) noexcept {}
  friend bool operator==(const InArena&, const InArena&) = default;

  Arena* arena;
};

/// One half of the nodes is 1 high, a quarter 2, ...: by the bits of a hash, so that each run is the same.
inline constexpr std::size_t max_height = 16;
inline std::size_t height_for(std::uint64_t key) {
  const std::uint64_t hash = (key + 1) * 0x9E3779B97F4A7C15u;
  return static_cast<std::size_t>(std::countr_zero((hash >> 32) | (1u << (max_height - 1)))) + 1;
}

struct Link;
using Key = std::uint64_t;
struct Entry {
  Key key;
  std::uint64_t value;
};
using Node = heaparray::MemBlock<Entry, Link>;
struct Link {
  std::atomic<Node> next{};
};

class SkipList {
 public:
  explicit SkipList(Arena& arena) : arena_(arena), head_(make(Entry{}, max_height)) {}
  SkipList(const SkipList&) = delete;
  SkipList& operator=(const SkipList&) = delete;

  /// The value of a key, or null.
  const std::uint64_t* find(Key key) const {
    Path path;
    return find(key, path) ? &path.after[0].label().value : nullptr;
  }

  /// False if the key was there, or another thread was faster.
  bool insert(Entry entry) {
    Path path;
    if (find(entry.key, path)) return false;
    const std::size_t height = height_for(entry.key);
    const Node node = make(entry, height);
    for (std::size_t level = 0; level != height; ++level) {
      while (!put_behind(path, level, node))
        // A node that nobody has seen stays in the arena.
        if (find(entry.key, path) && level == 0) return false;
    }
    return true;
  }

  /// The keys in order. \pre nobody inserts
  std::vector<Key> keys() const {
    std::vector<Key> result;
    for (Node node = next(head_, 0); node; node = next(node, 0)) result.push_back(node.label().key);
    return result;
  }

 private:
  /// On each level, the last node before a key, and the node behind it.
  struct Path {
    Node before[max_height];
    Node after[max_height];
  };

  Node make(Entry entry, std::size_t height) const {
    return Node::create(arena_, entry, height, [](std::size_t) { return Link(); });
  }

  // Acquire: pairs with the release in put_behind, for the key and the links of the node.
  static Node next(Node node, std::size_t level) {
    return node.element(level).next.load(std::memory_order_acquire);
  }

  static bool put_behind(Path& path, std::size_t level, Node node) {
    node.element(level).next.store(path.after[level], std::memory_order_relaxed);
    // Release: a thread that finds the node finds what is in it.
    return path.before[level].element(level).next.compare_exchange_strong(
        path.after[level], node, std::memory_order_release, std::memory_order_relaxed);
  }

  bool find(Key key, Path& path) const {
    Node node = head_;
    for (std::size_t level = max_height; level-- != 0;) {
      Node behind = next(node, level);
      while (behind && behind.label().key < key) {
        node = behind;
        behind = next(node, level);
      }
      path.before[level] = node;
      path.after[level] = behind;
    }
    return path.after[0] && path.after[0].label().key == key;
  }

  InArena<> arena_;
  Node head_;
};

}  // namespace example

#endif
