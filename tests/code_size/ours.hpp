// SPDX-License-Identifier: MIT
//
// ours.hpp: the classes of by_hand.hpp as a user writes them with this library.
#ifndef HEAPARRAY_TESTS_CODE_SIZE_OURS_HPP
#define HEAPARRAY_TESTS_CODE_SIZE_OURS_HPP

#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ours {

using Array = heaparray::HeapArray<int>;
using Shared = heaparray::TpArcArray<int, std::size_t>;

class Status {
  struct Head {
    std::uint32_t len;
    std::uint32_t code;
  };

 public:
  Status() = default;
  Status(std::uint32_t code, std::string_view text)
      : state_(State::from_range(Head{static_cast<std::uint32_t>(text.size()), code}, text)) {}

  bool ok() const { return state_ == nullptr; }
  std::uint32_t code() const { return ok() ? 0 : state_.label().code; }

 private:
  using State = heaparray::BasicArray<char, Head, heaparray::LengthFromLabel<&Head::len>>;

  State state_;
};

}  // namespace ours

#endif  // HEAPARRAY_TESTS_CODE_SIZE_OURS_HPP
