// SPDX-License-Identifier: MIT
//
// detail/handle/held_block.hpp: the data of a handle: a block, and the part of the length policy in the
// handle.
//
//    thin:  [ block ]          fat:  [ block | len ]      laid out like a std::span
#ifndef HEAPARRAY_DETAIL_HANDLE_HELD_BLOCK_HPP
#define HEAPARRAY_DETAIL_HANDLE_HELD_BLOCK_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <type_traits>

#include "../../config.hpp"
#include "../block/array_block.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Stores the length part as a member or, if the length is not in the handle, as an empty base class, which all
/// compilers lay out in the same way.
template <class Block, class LengthPart = typename Block::handle_part, bool = Block::length_policy::in_handle>
struct BlockAndLength {
  Block block = Block();
  LengthPart part{};

  HEAPARRAY_STEP_OVER const LengthPart& length_part() const noexcept { return part; }
};
template <class Block, class LengthPart>
struct BlockAndLength<Block, LengthPart, false> : LengthPart {
  Block block = Block();

  BlockAndLength() = default;
  BlockAndLength(Block b, const LengthPart& p) noexcept : LengthPart(p), block(b) {}

  HEAPARRAY_STEP_OVER const LengthPart& length_part() const noexcept { return *this; }
};

/// A block, or none, and its length. It owns nothing, and is trivially copyable if the allocator has raw
/// pointers.
template <class Block>
struct HeldBlock : BlockAndLength<Block> {
  using LengthPart = typename Block::handle_part;

  /// No block.
  HEAPARRAY_STEP_OVER HeldBlock() noexcept : BlockAndLength<Block>{Block(nullptr), LengthPart()} {}
  /// A block of `n` elements. \pre `n` is 0 if there is no block
  HEAPARRAY_STEP_OVER HeldBlock(Block b, std::size_t n) noexcept : BlockAndLength<Block>{b, LengthPart(n)} {}

  /// The number of elements. \pre there is a block
  HEAPARRAY_STEP_OVER std::size_t length() const noexcept { return this->block.length(this->length_part()); }

  /// The number of elements; 0 if there is no block.
  HEAPARRAY_STEP_OVER std::size_t size() const noexcept {
    if constexpr (Block::length_policy::in_handle)
      return Block::length_policy::get(this->part);
    else
      return this->block.elements() != nullptr ? length() : 0;
  }

  /// Returns the block and the length, and leaves nothing.
  HeldBlock take() noexcept {
    const HeldBlock held = *this;
    *this = HeldBlock();
    return held;
  }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_HELD_BLOCK_HPP
