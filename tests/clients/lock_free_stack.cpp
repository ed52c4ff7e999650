// SPDX-License-Identifier: MIT
//
// The stack of examples/support/lock_free_stack.hpp next to the same by hand: the same results, the same bytes, and how
// many instructions. What is by hand does what this stack needs; ours does what any client of a cell may need. Where
// ours takes more, for a push and a pop, of some 270 instructions:
//
//   9    the block is destroyed by the loop that destroys any structure (enable_iterative_drop), also one whose blocks
//        own several: whether a loop runs already and what waits for it are asked and noted for the thread. By hand, a
//        loop follows the one link that there is
//   4    whether a block that leaves the cell is borrowed (borrow()), twice. By hand, nobody can borrow
//   4    a push adds what is paid in advance to the count of a block that is there, with a step that checks it. By hand,
//        a node is made with that count
//   2    whether any count is left to be dropped by a push. By hand, the count of the node below is looked at even if
//        that node may be gone, which takes 65,533 readers at the same moment
//   8    a handle is looked at once more, and registers are saved for all this
//
// bound[push_pop]: GNU=110 Clang=109
// bound[push_many_pop_many]: GNU=108 Clang=109
#include "../../examples/support/lock_free_stack.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lock_free_stack_by_hand.hpp"
#include "twins.hpp"

// With linkage, so that the compiler does not know how long it is.
extern std::string_view text;
std::string_view text = "a message of fifty characters, or even a few more";

namespace {

/// Calls, as in a program in which others push and pop too, with all that they do in them: the count is of that, and not
/// of what the compiler takes for worth inlining.
template <class Stack>
struct Client {
  static inline Stack stack;
  [[gnu::noinline, gnu::flatten]] static void push(std::uint64_t kind) {
    stack.push(kind, text.substr(kind % 40));
  }
  [[gnu::noinline, gnu::flatten]] static std::uint64_t pop() {
    const auto message = stack.pop();
    return message ? message.label().kind + message.size() : 0;
  }
};
using Hand = Client<by_hand::LockFreeStack>;
using Ours = Client<example::LockFreeStack>;

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
