// SPDX-License-Identifier: MIT
//
// detail/array_block.hpp: the block behind a handle: a MemBlock whose label is the user's, with a prefix.
//
//    [allocator][count][length][Label][padding] T T T T ...
//     ^ each takes bytes only where its policy has something to keep
//
// Both handles stand on this. It decides nothing about ownership.
#ifndef HEAPARRAY_DETAIL_ARRAY_BLOCK_HPP
#define HEAPARRAY_DETAIL_ARRAY_BLOCK_HPP

#include <algorithm>
#include <cstddef>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

#include "../concepts.hpp"
#include "../config.hpp"
#include "../label.hpp"
#include "../mem_block.hpp"
#include "fail.hpp"
#include "unfinished_block.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// An allocator that can be made anew wherever it is needed is not kept.
template <class Allocator>
inline constexpr bool is_stateless_allocator =
    std::is_empty_v<Allocator> && std::is_default_constructible_v<Allocator> &&
    std::allocator_traits<Allocator>::is_always_equal::value;

struct NoAllocator {
  template <class Allocator>
  constexpr explicit NoAllocator(const Allocator&) noexcept {}
};

/// Where the user's label is. An empty one takes no byte; it is built without a prvalue in between, since the
/// compiler may not build one in place of a subobject that could overlap others.
template <class Label, bool = std::is_empty_v<Label>>
struct LabelSlot {
  Label label;

  template <class Source>
  constexpr explicit LabelSlot(std::in_place_t, Source&& source)
      : label(detail::make_label<Label>(std::forward<Source>(source))) {}
};

template <class Label>
struct LabelSlot<Label, true> {
  HEAPARRAY_NO_UNIQUE_ADDRESS Label label;

  template <class Source>
  constexpr explicit LabelSlot(std::in_place_t, Source&& source) : label(std::forward<Source>(source)) {
    static_assert(BuildsLabel<Label, Source>::value);
  }

  template <class... Args>
  constexpr explicit LabelSlot(std::in_place_t, LabelArgs<Args...>&& source)
      : LabelSlot(std::move(source.args), std::index_sequence_for<Args...>()) {
    static_assert(BuildsLabel<Label, Args...>::value);
  }

  template <class... Args>
  constexpr explicit LabelSlot(std::in_place_t, LabelArgs<Args...>& source)
      : LabelSlot(std::in_place, std::move(source)) {}

 private:
  template <class... Args, std::size_t... I>
  constexpr LabelSlot(std::tuple<Args...>&& args, std::index_sequence<I...>)
      : label(std::forward<Args>(std::get<I>(args))...) {}
};

/// What stands in front of the elements: the label of the MemBlock.
template <class Label, class Length, class Count, class Allocator>
struct BlockPrefix {
  using KeptAllocator = std::conditional_t<is_stateless_allocator<Allocator>, NoAllocator, Allocator>;

  HEAPARRAY_NO_UNIQUE_ADDRESS KeptAllocator allocator;
  HEAPARRAY_NO_UNIQUE_ADDRESS Count count;
  HEAPARRAY_NO_UNIQUE_ADDRESS typename Length::block_part length;
  HEAPARRAY_NO_UNIQUE_ADDRESS LabelSlot<Label> slot;

  // Said aloud for GCC 12, which crashes when it finds out by itself for a label that cannot be copied.
  BlockPrefix(const BlockPrefix&) = delete;
  BlockPrefix& operator=(const BlockPrefix&) = delete;

  template <class Source>
  constexpr BlockPrefix(const Allocator& a, std::size_t len, Source&& label)
      : allocator(a), count(), length(len), slot(std::in_place, std::forward<Source>(label)) {}
};

template <class Label, class Length, class Count, class Allocator>
constexpr Label& user_label(BlockPrefix<Label, Length, Count, Allocator>& prefix) noexcept {
  return prefix.slot.label;
}

/// The operations on such a block that do not depend on who owns it. Blocks are named by the address of their
/// first element, like the handles do.
template <class T, class Label, class Length, class Count, class Allocator>
struct ArrayBlock {
  static_assert(
      LengthPolicy<Length, Label>,
      "heaparray: Length must model heaparray::LengthPolicy, as LengthInHandle and LengthInBlock<> do.");

  using Prefix = BlockPrefix<Label, Length, Count, Allocator>;
  using Block = MemBlock<Prefix, T>;

  static constexpr std::size_t max_len() noexcept { return std::min(Block::max_len(), Length::max_len); }

  // SAFETY of these: `data` is the first element of a block of this type, whose prefix lives as long as it.
  static Prefix& prefix(T* data) noexcept { return Block::from_elements(data).label(); }
  static Label& label(T* data) noexcept { return prefix(data).slot.label; }
  static Count& count(T* data) noexcept { return prefix(data).count; }
  static std::size_t length([[maybe_unused]] T* data,
                            [[maybe_unused]] const typename Length::handle_part& in_handle) noexcept {
    if constexpr (Length::in_handle)
      return Length::get(in_handle);
    else
      return Length::get(prefix(data).length, std::as_const(label(data)));
  }

  /// The allocator of a block, by value: a copy that outlives it.
  static Allocator allocator(T* data) noexcept {
    if constexpr (is_stateless_allocator<Allocator>)
      return Allocator();
    else
      return prefix(data).allocator;
  }

  /// A new block of `len` elements; `fill` is given the unfinished block, with its label, to build all elements in.
  template <class Source, class Fill>
  [[nodiscard]] static T* make(const Allocator& a, std::size_t len, Source&& label, Fill&& fill) {
    if (len > max_len()) [[unlikely]]
      raise_too_long(len, max_len());
    return finish(a, Block::allocate(a, len), len, std::forward<Source>(label), std::forward<Fill>(fill));
  }

  /// As `make`, but null if the length is too long or there is no memory for the block.
  template <class Source, class Fill>
  [[nodiscard]] static T* try_make(const Allocator& a, std::size_t len, Source&& label, Fill&& fill) {
    if (len > max_len()) [[unlikely]]
      return nullptr;
    const Block block = Block::try_allocate(a, len);
    if (!block) [[unlikely]]
      return nullptr;
    return finish(a, block, len, std::forward<Source>(label), std::forward<Fill>(fill));
  }

  /// Destroys and frees a block of `len` elements.
  static void destroy(T* data, std::size_t len) noexcept {
    static_assert(std::is_nothrow_destructible_v<Label>,
                  "heaparray: the destructor of a label must be noexcept: a throw while a block is destroyed "
                  "would leak its memory.");
    const Allocator a = allocator(data);  // a copy: the one in the block dies with it
    Block::from_elements(data).destroy(a, len);
  }

 private:
  template <class Source, class Fill>
  static T* finish(const Allocator& a, Block memory, std::size_t len, Source&& label, Fill&& fill) {
    UnfinishedBlock<Block, Allocator> block(a, memory, len);
    block.construct_label(
        LabelArgs<const Allocator&, std::size_t&, Source&&>{{a, len, std::forward<Source>(label)}});
    fill(block);
    return block.finish().elements();
  }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_ARRAY_BLOCK_HPP
