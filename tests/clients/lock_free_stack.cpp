// SPDX-License-Identifier: MIT
//
// The stack of examples/support/lock_free_stack.hpp next to the same by hand: the same results, the same bytes, and how
// many instructions. By hand, a push counts nothing: the share of the stack becomes the new node's. A cell does not know
// that the new node will own the old one, so a push loads, counts twice, and gives back. With clang, dropping and
// compare_exchange are calls besides, which keeps debug builds and binaries small.
//
// bound[push_pop]: GNU=136 Clang=184
// bound[push_many_pop_many]: GNU=136 Clang=179
#include "../../examples/support/lock_free_stack.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lock_free_stack_by_hand.hpp"
#include "twins.hpp"

namespace {

constexpr std::string_view text = "a message of fifty characters, or even a few more";

struct Hand {
  static inline by_hand::LockFreeStack stack;
  static void push(std::uint64_t kind) { stack.push(kind, text.substr(kind % 40)); }
  static std::uint64_t pop() {
    by_hand::Node* const node = stack.pop();
    if (node == nullptr) return 0;
    const std::uint64_t sum = node->kind + node->text().size();
    by_hand::LockFreeStack::release(node);
    return sum;
  }
};
struct Ours {
  static inline example::LockFreeStack stack;
  static void push(std::uint64_t kind) { stack.push(kind, text.substr(kind % 40)); }
  static std::uint64_t pop() {
    const example::Message message = stack.pop();
    return message ? message.label().kind + message.size() : 0;
  }
};

template <class Client>
std::size_t push_pop(std::size_t round) {
  Client::push(round);
  return Client::pop();
}
template <class Client>
std::size_t push_many_pop_many(std::size_t round) {
  for (std::size_t i = 0; i != 8; ++i) Client::push(round + i);
  std::size_t sum = 0;
  for (std::size_t i = 0; i != 8; ++i) sum = 31 * sum + Client::pop();
  return sum + Client::pop();
}

constexpr twins::Operation operations[] = {
    {"push_pop", push_pop<Hand>, push_pop<Ours>},
    {"push_many_pop_many", push_many_pop_many<Hand>, push_many_pop_many<Ours>},
};

}  // namespace

int main() { return twins::compare(operations); }
