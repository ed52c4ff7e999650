// SPDX-License-Identifier: MIT
//
// length.hpp: where the length of an array lives.
//
//   LengthInHandle          in the handle, which is two words: size() and bounds checks touch no memory
//   LengthInBlock<Len>      in the block, as a `Len`: the handle is one word
//
// A policy of your own models LengthPolicy (concepts.hpp).
#ifndef HEAPARRAY_LENGTH_HPP
#define HEAPARRAY_LENGTH_HPP

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "config.hpp"
#include "fwd.hpp"

HEAPARRAY_NAMESPACE_BEGIN

/// The length is in the handle, which is laid out like a `std::span`.
struct LengthInHandle {
  struct handle_part {
    std::size_t len = 0;

    constexpr handle_part() noexcept = default;
    constexpr explicit handle_part(std::size_t n) noexcept : len(n) {}
  };
  struct block_part {
    constexpr explicit block_part(std::size_t) noexcept {}
  };
  static constexpr std::size_t max_len = SIZE_MAX;
  static constexpr bool in_handle = true;

  static constexpr std::size_t get(const handle_part& h) noexcept { return h.len; }
};

/// The length is in the block, as an unsigned integer of type `Len`.
template <class Len>
struct LengthInBlock {
  static_assert(std::unsigned_integral<Len> && !std::same_as<Len, bool>,
                "heaparray: LengthInBlock<Len> needs an unsigned integer type, such as std::uint32_t.");

  struct handle_part {
    constexpr handle_part() noexcept = default;
    constexpr explicit handle_part(std::size_t) noexcept {}
  };
  struct block_part {
    Len len;

    constexpr explicit block_part(std::size_t n) noexcept : len(static_cast<Len>(n)) {}
  };
  static constexpr std::size_t max_len = std::min<std::uintmax_t>(std::numeric_limits<Len>::max(), SIZE_MAX);
  static constexpr bool in_handle = false;

  template <class Label>
  static constexpr std::size_t get(const block_part& b, const Label&) noexcept {
    return static_cast<std::size_t>(b.len);
  }
};

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_LENGTH_HPP
