// SPDX-License-Identifier: MIT
//
// boost::intrusive_ptr: a string with its count in front and its characters behind it.
#ifndef HEAPARRAY_EXAMPLES_MIGRATION_INTRUSIVE_PTR_HPP
#define HEAPARRAY_EXAMPLES_MIGRATION_INTRUSIVE_PTR_HPP

#include <atomic>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstdint>
#include <cstring>
#include <heaparray/text.hpp>
#include <new>
#include <string_view>

namespace intrusive_ptr::before {

class Text {
 public:
  static boost::intrusive_ptr<const Text> make(std::string_view characters) {
    void* const memory = ::operator new(sizeof(Text) + characters.size() + 1);
    Text* const text = ::new (memory) Text(static_cast<std::uint32_t>(characters.size()));
    char* const to = reinterpret_cast<char*>(text + 1);
    std::memcpy(to, characters.data(), characters.size());
    to[characters.size()] = '\0';
    return boost::intrusive_ptr<const Text>(text);
  }
  std::string_view view() const { return {reinterpret_cast<const char*>(this + 1), length_}; }

  friend void intrusive_ptr_add_ref(const Text* text) {
    text->owners_.fetch_add(1, std::memory_order_relaxed);
  }
  friend void intrusive_ptr_release(const Text* text) {
    if (text->owners_.fetch_sub(1, std::memory_order_acq_rel) == 1)
      ::operator delete(const_cast<Text*>(text));
  }

 private:
  explicit Text(std::uint32_t length) : length_(length) {}

  mutable std::atomic<std::uint32_t> owners_ = 0;
  std::uint32_t length_;
};
using SharedText = boost::intrusive_ptr<const Text>;

}  // namespace intrusive_ptr::before

namespace intrusive_ptr::after {

/// One word, 8 bytes in front of the characters, a NUL behind them, as before; and `==`, `<=>`, hashes, streams.
using SharedText = heaparray::ArcText<>;

}  // namespace intrusive_ptr::after

#endif
