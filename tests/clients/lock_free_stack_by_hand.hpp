// SPDX-License-Identifier: MIT
//
// The stack of examples/support/lock_free_stack.hpp by hand, with the same guarantees:
//
//   - A reader takes its share of the top with one fetch_add on the word, however many there are ("loans"): the node has
//     been counted for its readers in advance. A reader that counts itself in the node after it has read the word needs a
//     second step to say so in the word, which others can make fail again and again.
//   - No count wraps, neither in a node nor in the word; an address that does not fit is refused, and so is a text that is
//     too long; nothing is copied from an empty text, whose address may be null.
//
// As one writes it for this stack: a new node has the counts that are paid in advance from its first moment, a push takes
// over the share of the stack, and a pop counts the node below once for all that it is counted for.
#ifndef HEAPARRAY_TESTS_CLIENTS_LOCK_FREE_STACK_BY_HAND_HPP
#define HEAPARRAY_TESTS_CLIENTS_LOCK_FREE_STACK_BY_HAND_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace by_hand {

[[noreturn, gnu::cold, gnu::noinline]] inline void fail() { std::abort(); }

struct Header {
  struct Node* below;
  std::uint64_t kind;
};
struct Node : Header {
  std::atomic<std::size_t> refs;
  std::size_t length;
};

inline void retain(Node* node, std::size_t owners) {
  if (node->refs.fetch_add(owners, std::memory_order_relaxed) > SIZE_MAX / 2) [[unlikely]]
    fail();
}
inline void release(Node* node, std::size_t owners) {
  const auto drops = [](Node& n, std::size_t dropped) {
    return n.refs.load(std::memory_order_acquire) == dropped ||
           n.refs.fetch_sub(dropped, std::memory_order_acq_rel) == dropped;
  };
  while (node != nullptr && drops(*node, owners)) {
    Node* const below = node->below;
#ifdef __cpp_sized_deallocation
    ::operator delete(static_cast<void*>(node), sizeof(Node) + node->length);
#else
    ::operator delete(static_cast<void*>(node));
#endif
    node = below;
    owners = 1;
  }
}

/// One owner of a node, or none.
class Message {
 public:
  explicit Message(Node* node) : node_(node) {}
  Message(Message&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
  Message& operator=(Message&& other) noexcept {
    std::swap(node_, other.node_);
    return *this;
  }
  ~Message() { release(node_, 1); }

  explicit operator bool() const { return node_ != nullptr; }
  Node* get() const { return node_; }
  const Header& label() const { return *node_; }
  std::size_t size() const { return node_->length; }
  std::string_view text() const { return std::string_view(reinterpret_cast<const char*>(node_ + 1), size()); }

 private:
  Node* node_;
};

class LockFreeStack {
  static constexpr int address_bits = 48;
  static constexpr std::uint64_t one_reader = std::uint64_t{1} << address_bits;
  static constexpr std::size_t paid = 0xFFFE;  // for how many readers the top is counted in advance

  static Node* node_in(std::uint64_t word) { return reinterpret_cast<Node*>(word & (one_reader - 1)); }
  static std::size_t readers(std::uint64_t word) { return word >> address_bits; }
  static std::uint64_t word_of(Node* node) {
    const auto bits = reinterpret_cast<std::uint64_t>(node);
    if (bits >= one_reader) [[unlikely]]
      fail();
    return bits;
  }

 public:
  LockFreeStack() = default;
  LockFreeStack(const LockFreeStack&) = delete;
  LockFreeStack& operator=(const LockFreeStack&) = delete;
  ~LockFreeStack() { release(node_in(top_.load(std::memory_order_relaxed)), paid - readers(top_)); }

  void push(std::uint64_t kind, std::string_view text) {
    if (text.size() > PTRDIFF_MAX - sizeof(Node)) fail();
    void* const memory = ::operator new(sizeof(Node) + text.size());
    Node* const node = ::new (memory) Node{{nullptr, kind}, {paid}, text.size()};
    if (!text.empty()) std::memcpy(static_cast<char*>(memory) + sizeof(Node), text.data(), text.size());
    const std::uint64_t next = word_of(node);
    std::uint64_t word = top_.load(std::memory_order_relaxed);
    do node->below = node_in(word);
    while (!top_.compare_exchange_weak(word, next));
    settle(word, 1);  // the new node is an owner of the one below
  }

  /// Null if there is none.
  Message pop() {
    for (;;) {
      Message top(load());
      if (!top) return top;
      Node* const below = top.label().below;
      const std::uint64_t next = word_of(below);
      if (below != nullptr) retain(below, paid);
      std::uint64_t word = top_.load();
      while (node_in(word) == top.get())
        if (top_.compare_exchange_weak(word, next)) {
          settle(word, 0);
          return top;
        }
      release(below, paid);
    }
  }

 private:
  /// One more owner of the top.
  Node* load() {
    const std::uint64_t word = top_.fetch_add(one_reader);
    Node* const node = node_in(word);
    if (readers(word) + 1 >= paid / 2 && node != nullptr) [[unlikely]]
      pay_for_more(node, readers(word) + 1);
    return node;
  }

  [[gnu::cold, gnu::noinline]] void pay_for_more(Node* node, std::size_t now) {
    if (now >= paid) fail();
    retain(node, paid / 2);
    std::uint64_t word = top_.load(std::memory_order_relaxed);
    while (node_in(word) == node && readers(word) >= paid / 2)
      if (top_.compare_exchange_weak(word, word - paid / 2 * one_reader)) return;
    release(node, paid / 2);
  }

  /// Drops what was counted in advance for a node that is no longer the top, and not lent, except for `kept` owners.
  static void settle(std::uint64_t word, std::size_t kept) {
    if (node_in(word) != nullptr) release(node_in(word), paid - readers(word) - kept);
  }

  std::atomic<std::uint64_t> top_{0};
};

}  // namespace by_hand

#endif
