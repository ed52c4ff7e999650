// SPDX-License-Identifier: MIT
//
// The stack of examples/support/lock_free_stack.hpp by hand: a word with an address and the number of readers that have
// not counted themselves in the node yet ("split counts"). Who takes a node out adds the readers to its count.
#ifndef HEAPARRAY_TESTS_CLIENTS_LOCK_FREE_STACK_BY_HAND_HPP
#define HEAPARRAY_TESTS_CLIENTS_LOCK_FREE_STACK_BY_HAND_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>

namespace by_hand {

struct Node {
  std::atomic<std::size_t> refs;
  std::size_t length;
  Node* below;
  std::uint64_t kind;

  std::string_view text() const { return std::string_view(reinterpret_cast<const char*>(this + 1), length); }
};

class LockFreeStack {
  static constexpr int address_bits = 48;
  static constexpr std::uint64_t one_reader = std::uint64_t{1} << address_bits;

  static Node* node_in(std::uint64_t word) { return reinterpret_cast<Node*>(word & (one_reader - 1)); }
  static std::uint64_t word_of(Node* node) { return reinterpret_cast<std::uint64_t>(node); }

 public:
  LockFreeStack() = default;
  LockFreeStack(const LockFreeStack&) = delete;
  LockFreeStack& operator=(const LockFreeStack&) = delete;
  ~LockFreeStack() {
    while (Node* const node = pop()) release(node);
  }

  void push(std::uint64_t kind, std::string_view text) {
    void* const memory = ::operator new(sizeof(Node) + text.size());
    Node* const node = ::new (memory) Node{{1}, text.size(), nullptr, kind};
    std::memcpy(static_cast<char*>(memory) + sizeof(Node), text.data(), text.size());
    std::uint64_t word = top_.load();
    do node->below = node_in(word);
    while (!top_.compare_exchange_weak(word, word_of(node)));
    count_readers(word);  // the stack's share of the node below is now the new node's
  }

  /// To be given back by `release`; null if there is none.
  Node* pop() {
    for (;;) {
      Node* const top = load();
      if (top == nullptr) return nullptr;
      if (top->below != nullptr) retain(top->below);
      if (replace(top, top->below)) {
        top->refs.fetch_sub(1, std::memory_order_release);  // the share of the stack: not the last one
        return top;
      }
      release(top->below);
      release(top);
    }
  }

  static void release(Node* node) {
    while (node != nullptr && drops(node->refs)) {
      Node* const below = node->below;
#ifdef __cpp_sized_deallocation
      ::operator delete(static_cast<void*>(node), sizeof(Node) + node->length);
#else
      ::operator delete(static_cast<void*>(node));
#endif
      node = below;
    }
  }

 private:
  static void retain(Node* node) { node->refs.fetch_add(1, std::memory_order_relaxed); }
  static bool drops(std::atomic<std::size_t>& refs) {
    return refs.load(std::memory_order_acquire) == 1 || refs.fetch_sub(1, std::memory_order_acq_rel) == 1;
  }

  /// One more owner of the top.
  Node* load() {
    std::uint64_t word = top_.fetch_add(one_reader) + one_reader;
    Node* const node = node_in(word);
    if (node != nullptr) retain(node);
    while (node_in(word) == node)
      if (top_.compare_exchange_weak(word, word - one_reader)) return node;
    // Who took it out has counted this reader.
    if (node != nullptr) node->refs.fetch_sub(1);
    return node;
  }

  /// Whether the top was `expected`, and is `desired` now. The shares of both change hands.
  bool replace(Node* expected, Node* desired) {
    std::uint64_t word = top_.load();
    while (node_in(word) == expected) {
      if (!top_.compare_exchange_weak(word, word_of(desired))) continue;
      count_readers(word);
      return true;
    }
    return false;
  }

  /// Those who have read the word, and have not counted themselves in the node that is taken out.
  static void count_readers(std::uint64_t word) {
    const std::size_t readers = word >> address_bits;
    if (node_in(word) != nullptr && readers != 0)
      node_in(word)->refs.fetch_add(readers, std::memory_order_relaxed);
  }

  std::atomic<std::uint64_t> top_{0};
};

}  // namespace by_hand

#endif
