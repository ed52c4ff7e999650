// SPDX-License-Identifier: MIT
//
// lock_free_stack.hpp: a stack of messages for several threads, without a lock. A node is one block: a header with the
// node below, and the text of the message behind it.
//
//    top [ . ]----> [ below . | kind ] "text" ----> [ below . | kind ] "text"
//
// What makes it short: a node is owned by who reads it, so that nobody can free it, or push it again, meanwhile.
#ifndef HEAPARRAY_EXAMPLES_LOCK_FREE_STACK_HPP
#define HEAPARRAY_EXAMPLES_LOCK_FREE_STACK_HPP

#include <heaparray/heaparray.hpp>

#include <cstdint>
#include <string_view>
#include <utility>

namespace example {

struct Header;

}  // namespace example

// A long stack is dropped in a loop.
template <>
inline constexpr bool heaparray::enable_iterative_drop<example::Header> = true;

namespace example {

using Message = heaparray::TpArcArray<char, Header>;

struct Header {
  Message below;
  std::uint64_t kind = 0;
};

/// \threads all member functions may be called at the same time
class LockFreeStack {
 public:
  void push(std::uint64_t kind, std::string_view text) {
    auto message = Message::owner_type::from_range(
        heaparray::label_from([&] { return Header{.below = {}, .kind = kind}; }), text);
    Message& below = message.label().below;  // nobody else has it yet
    top_.exchange_into(below, std::move(message).share());
  }

  /// The newest message; null if there is none.
  Message pop() {
    Message top = top_.load();
    while (top && !top_.compare_exchange_weak(top, top.label().below)) {
    }
    return top;
  }

 private:
  heaparray::AtomicArcArray<char, Header> top_;
};

}  // namespace example

#endif
