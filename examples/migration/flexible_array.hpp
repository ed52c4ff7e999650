// SPDX-License-Identifier: MIT
//
// A flexible array member: a message with a length that the wire wants, and characters behind it.
#ifndef HEAPARRAY_EXAMPLES_MIGRATION_FLEXIBLE_ARRAY_HPP
#define HEAPARRAY_EXAMPLES_MIGRATION_FLEXIBLE_ARRAY_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <heaparray/heaparray.hpp>
#include <new>
#include <string_view>

namespace flexible_array::before {

struct message {
  std::uint32_t length, sender;
  char* text() { return reinterpret_cast<char*>(this + 1); }  // in C: `char text[];`
  const char* text() const { return reinterpret_cast<const char*>(this + 1); }
};

inline message* message_new(std::uint32_t sender, std::string_view text) {
  void* const memory =
      ::operator new(sizeof(message) + text.size());  // nobody checks that this does not wrap,
  message* const m = ::new (memory) message{static_cast<std::uint32_t>(text.size()), sender};  // nor this
  std::memcpy(m->text(), text.data(), text.size());
  return m;
}
inline void message_free(message* m) { ::operator delete(m); }  // nobody checks that it is called once

}  // namespace flexible_array::before

namespace flexible_array::after {

struct Header {
  std::uint32_t length, sender;
};
/// One word; the block has the same bytes in the same places.
using Message = heaparray::BasicArray<char, Header, heaparray::LengthFromLabel<&Header::length>>;

inline Message message_of(std::uint32_t sender, std::string_view text) {
  return Message::from_range(Header{static_cast<std::uint32_t>(text.size()), sender}, text);
}

}  // namespace flexible_array::after

#endif
