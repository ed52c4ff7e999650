// SPDX-License-Identifier: MIT
//
// The skip list of examples/support/skip_list.hpp, and the same by hand: nodes in the same arena, each a struct with
// links behind it. Both must find the same keys and take the same bytes.
//
// The bounds are in hundredths of the instructions by hand. In `walk`, Clang takes one instruction more for each node: the
// address of its key, which push_back() takes, is a subtraction away from that of its links.
//
// bound[insert]: 102
// bound[find]: 102
// bound[walk]: GNU=102 Clang=104
#include "../../examples/support/skip_list.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

#include "twins.hpp"

namespace hand {

using example::Arena;
using example::height_for;
using example::max_height;

struct Node {
  explicit Node(example::Entry e) : entry(e) {}
  example::Entry entry;
  std::atomic<Node*>& next(std::size_t level) {
    return reinterpret_cast<std::atomic<Node*>*>(this + 1)[level];
  }
};

class SkipList {
 public:
  explicit SkipList(Arena& arena) : arena_(&arena), head_(make({}, max_height)) {}
  SkipList(const SkipList&) = delete;
  SkipList& operator=(const SkipList&) = delete;

  const std::uint64_t* find(std::uint64_t key) const {
    Path path;
    return find(key, path) ? &path.after[0]->entry.value : nullptr;
  }

  bool insert(example::Entry entry) {
    Path path;
    if (find(entry.key, path)) return false;
    const std::size_t height = height_for(entry.key);
    Node* const node = make(entry, height);
    for (std::size_t level = 0; level != height; ++level) {
      while (!put_behind(path, level, node))
        if (find(entry.key, path) && level == 0) return false;
    }
    return true;
  }

  std::vector<std::uint64_t> keys() const {
    std::vector<std::uint64_t> result;
    for (Node* node = next(head_, 0); node != nullptr; node = next(node, 0))
      result.push_back(node->entry.key);
    return result;
  }

 private:
  struct Path {
    Node* before[max_height] = {};
    Node* after[max_height] = {};
  };

  Node* make(example::Entry entry, std::size_t height) const {
    Node* const node = ::new (arena_->take(sizeof(Node) + height * sizeof(std::atomic<Node*>))) Node(entry);
    for (std::size_t level = 0; level != height; ++level)
      ::new (&node->next(level)) std::atomic<Node*>(nullptr);
    return node;
  }

  static Node* next(Node* node, std::size_t level) {
    return node->next(level).load(std::memory_order_acquire);
  }

  static bool put_behind(Path& path, std::size_t level, Node* node) {
    node->next(level).store(path.after[level], std::memory_order_relaxed);
    return path.before[level]->next(level).compare_exchange_strong(
        path.after[level], node, std::memory_order_release, std::memory_order_relaxed);
  }

  bool find(std::uint64_t key, Path& path) const {
    Node* node = head_;
    for (std::size_t level = max_height; level-- != 0;) {
      Node* behind = next(node, level);
      while (behind != nullptr && behind->entry.key < key) {
        node = behind;
        behind = next(node, level);
      }
      path.before[level] = node;
      path.after[level] = behind;
    }
    return path.after[0] != nullptr && path.after[0]->entry.key == key;
  }

  Arena* arena_;
  Node* head_;
};

}  // namespace hand

namespace {

constexpr std::uint64_t keys = 300;
constexpr std::uint64_t key_of(std::uint64_t i) { return 7919 * i % (2 * keys); }  // each other one

template <class List>
struct Filled {
  example::Arena arena{128 * keys};
  List list{arena};

  Filled() {
    for (std::uint64_t i = 0; i != keys; ++i) list.insert({key_of(i), i});
  }
};
template <class List>
const List& filled() {
  static const Filled<List> result;
  return result.list;
}

template <class List>
std::size_t insert(std::size_t round) {
  Filled<List> in;
  std::size_t inserted = 0;
  for (std::uint64_t i = 0; i != keys; ++i) inserted += in.list.insert({key_of(i) + round % 2, i}) ? 1u : 0u;
  return inserted + in.arena.used();  // so that the bytes are compared too
}
template <class List>
std::size_t find(std::size_t round) {
  std::size_t found = 0;
  for (std::uint64_t key = 0; key != 2 * keys; key += 1 + round % 2) {
    const std::uint64_t* const value = filled<List>().find(key);
    found += value != nullptr ? *value : 1;
  }
  return found;
}
template <class List>
std::size_t walk(std::size_t round) {
  std::size_t sum = round;
  for (const std::uint64_t key : filled<List>().keys()) sum = 31 * sum + key;
  return sum;
}

constexpr twins::Operation operations[] = {
    {"insert", insert<hand::SkipList>, insert<example::SkipList>},
    {"find", find<hand::SkipList>, find<example::SkipList>},
    {"walk", walk<hand::SkipList>, walk<example::SkipList>},
};

}  // namespace

int main() { return twins::compare(operations); }
