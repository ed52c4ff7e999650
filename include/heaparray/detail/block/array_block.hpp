// SPDX-License-Identifier: MIT
//
// detail/block/array_block.hpp: the block behind a handle: a MemBlock whose label is the user's, with a prefix.
//
//    [allocator][count][length][Label][padding] T T T T ...
//     ^ each takes bytes only where its policy has something to keep; the padding, where the elements need it or the
//       allocator asks for it
//
// Both handles stand on this. It decides nothing about ownership.
#ifndef HEAPARRAY_DETAIL_BLOCK_ARRAY_BLOCK_HPP
#define HEAPARRAY_DETAIL_BLOCK_ARRAY_BLOCK_HPP

#include <bit>
#include <cstddef>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

#include "../../alloc_utils.hpp"
#include "../../concepts.hpp"
#include "../../config.hpp"
#include "../../label.hpp"
#include "../../mem_block.hpp"
#include "../base/fail.hpp"
#include "unfinished_block.hpp"
#include "uses_allocator.hpp"

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

/// Has its owner aligned to `Alignment`, and takes no byte.
template <std::size_t Alignment>
struct alignas(Alignment) AlignedTo {};

/// Where the user's label is. An empty one takes no byte; it is built without a prvalue in between, since the
/// compiler may not build one in place of a subobject that could overlap others.
template <class Label, bool = std::is_empty_v<Label>>
struct LabelSlot {
  Label label;

  template <class Allocator, class Source>
  constexpr explicit LabelSlot(const Allocator& allocator, Source&& source)
      : label(detail::make_label_given<Label>(allocator, std::forward<Source>(source))) {}
};

template <class Label>
struct LabelSlot<Label, true> {
  HEAPARRAY_NO_UNIQUE_ADDRESS Label label;

  template <class Allocator, class Source>
  constexpr explicit LabelSlot(const Allocator&, Source&& source)
      : label(checked<Source>(std::forward<Source>(source))) {}

  template <class Allocator, class... Args>
  constexpr explicit LabelSlot(const Allocator&, LabelArgs<Args...>&& source)
      : LabelSlot(checked<Args...>(std::move(source.args)), std::index_sequence_for<Args...>()) {}

  template <class Allocator, class... Args>
  constexpr explicit LabelSlot(const Allocator& allocator, LabelArgs<Args...>& source)
      : LabelSlot(allocator, std::move(source)) {}

 private:
  /// `source`, after the sentence for a label that cannot be built from `Args`: before a compiler says it in its own way.
  template <class... Args, class Source>
    requires(BuildsLabel<Label, Args...>::value)
  static constexpr Source&& checked(Source&& source) noexcept {
    return std::forward<Source>(source);
  }

  template <class... Args, std::size_t... Indices>
  constexpr LabelSlot(std::tuple<Args...>&& args, std::index_sequence<Indices...>)
      : label(std::forward<Args>(std::get<Indices>(args))...) {}
};

/// The sentences for policies that are none at all. What else is asked of them is known with the label: see ArrayBlock.
template <class Length, class Allocator>
struct ValidPolicies : std::true_type {
  static_assert(
      requires {
        typename Length::handle_part;
        typename Length::block_part;
        Length::in_handle;
      }, "heaparray: Length must model heaparray::LengthPolicy, as LengthInHandle and LengthInBlock<> do.");
  static_assert(
      requires { typename Allocator::value_type; },
      "heaparray: Allocator must be an allocator, as std::allocator<std::byte> is.");
};

/// What stands in front of the elements: the label of the MemBlock.
template <class Label, class Length, class Count, class Allocator>
struct BlockPrefix {  // NOLINT(clang-analyzer-optin.performance.Padding): where an alignment is asked for
  using KeptAllocator = std::conditional_t<is_stateless_allocator<Allocator>, NoAllocator, Allocator>;

  HEAPARRAY_NO_UNIQUE_ADDRESS AlignedTo<element_alignment<Allocator>> aligned;
  HEAPARRAY_NO_UNIQUE_ADDRESS KeptAllocator allocator;
  HEAPARRAY_NO_UNIQUE_ADDRESS Count count;
  HEAPARRAY_NO_UNIQUE_ADDRESS typename Length::block_part length;
  HEAPARRAY_NO_UNIQUE_ADDRESS LabelSlot<Label> slot;

  // Said aloud for GCC 12, which crashes when it finds out by itself for a label that cannot be copied.
  BlockPrefix(const BlockPrefix&) = delete;
  BlockPrefix& operator=(const BlockPrefix&) = delete;

  template <class Source>
  constexpr BlockPrefix(const Allocator& a, std::size_t len, Source&& label)
      : aligned(), allocator(a), count(), length(len), slot(a, std::forward<Source>(label)) {}
};

template <class Label, class Length, class Count, class Allocator>
struct UserLabel<BlockPrefix<Label, Length, Count, Allocator>> {
  using type = Label;
  static constexpr Label& of(BlockPrefix<Label, Length, Count, Allocator>& prefix) noexcept {
    return prefix.slot.label;
  }
};

/// The operations on such a block that do not depend on who owns it. Blocks are named by the address of their
/// first element, like the handles do.
template <class T, class Label, class Length, class Count, class Allocator>
struct ArrayBlock {
  static_assert(
      LengthPolicy<Length, Label>,
      "heaparray: Length must model heaparray::LengthPolicy, as LengthInHandle and LengthInBlock<> do; "
      "LengthFromLabel<Get> does if Get finds a whole number in the label.");
  static_assert(std::has_single_bit(element_alignment<Allocator>),
                "heaparray: an allocator's element_alignment must be a power of two, such as 64.");

  using Prefix = BlockPrefix<Label, Length, Count, Allocator>;
  using Block = MemBlock<Prefix, T>;
  using Unfinished = UnfinishedBlock<Block, Allocator>;

  /// Whether an array may be given a new label and new elements where it is, and be what it was if that throws: its
  /// length and its count do not depend on the label.
  static constexpr bool assigns_in_place =
      std::is_copy_assignable_v<T> && std::is_copy_assignable_v<Label> && !CountsInLabel<Count> &&
      (!ReadsLength<Length, Label> || std::is_nothrow_copy_assignable_v<Label>);

  static constexpr std::size_t max_len() noexcept { return smaller(Block::max_len(), Length::max_len); }
  static constexpr std::size_t max_len_for(std::size_t bytes) noexcept {
    return smaller(Block::max_len_for(bytes), Length::max_len);
  }

  // SAFETY of these: `data` is the first element of a block of this type, whose prefix lives as long as it.
  static Prefix& prefix(T* data) noexcept { return Block::from_elements(data).label(); }
  static Label& label(T* data) noexcept { return prefix(data).slot.label; }
  static decltype(auto) count(T* data) noexcept {
    if constexpr (CountsInLabel<Count>)
      return Count::in(label(data));
    else
      return (prefix(data).count);
  }
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

  /// That `len` is what the type or, if it can be seen in it, the label says.
  template <class Source>
  static void check_length([[maybe_unused]] std::size_t len, [[maybe_unused]] const Source& label) {
    if constexpr (FixesLength<Length>) {
      if (len != Length::extent) [[unlikely]]
        raise_wrong_length(len, "type", Length::extent);
    }
    if constexpr (std::is_same_v<Source, Label> && ReadsLength<Length, Label>) {
      if (const std::size_t right = Length::length_of(label); len != right) [[unlikely]]
        raise_wrong_length(len, "label", right);
    }
  }

  /// `begin` in memory that is there already, if it is.
  template <class Source>
  static Unfinished begin_in(const Allocator& a, Block memory, std::size_t len, Source&& source) {
    Unfinished block(a, memory, len);
    if (block) [[likely]] {
      block.construct_label(
          LabelArgs<const Allocator&, std::size_t&, Source&&>{{a, len, std::forward<Source>(source)}});
      // What the block is destroyed by later is checked, not trusted: nobody has seen the label before it was built.
      check_length(len, std::as_const(label(block.elements())));
    }
    return block;
  }

  /// A new block for `len` elements, in which only the label is built.
  template <class Source>
  [[nodiscard]] static Unfinished begin(const Allocator& a, std::size_t len, Source&& label) {
    if (len > max_len()) [[unlikely]]
      raise_too_long(len, max_len());
    check_length(len, label);
    return begin_in(a, Block::allocate(a, len), len, std::forward<Source>(label));
  }

  /// As `begin`, but no block if the length is too long or there is no memory for it.
  template <class Source>
  [[nodiscard]] static Unfinished try_begin(const Allocator& a, std::size_t len, Source&& label) {
    if (len > max_len()) [[unlikely]]
      return Unfinished(a, Block(), 0);
    check_length(len, label);
    return begin_in(a, Block::try_allocate(a, len), len, std::forward<Source>(label));
  }

  /// Gives a block away in which everything is built; the label may have been changed meanwhile.
  [[nodiscard]] static T* complete(Unfinished& block) {
    check_length(block.len(), std::as_const(label(block.elements())));
    if constexpr (CountsInLabel<Count>) Count::start_in(label(block.elements()));
    return block.finish().elements();
  }

  /// A new block of `len` elements; `fill` is given the unfinished block, with its label, to build all elements in.
  template <class Source, class Fill>
  [[nodiscard]] static T* make(const Allocator& a, std::size_t len, Source&& label, Fill&& fill) {
    Unfinished block = begin(a, len, std::forward<Source>(label));
    fill(block);
    return complete(block);
  }

  /// As `make`, but null if the length is too long or there is no memory for the block.
  template <class Source, class Fill>
  [[nodiscard]] static T* try_make(const Allocator& a, std::size_t len, Source&& label, Fill&& fill) {
    Unfinished block = try_begin(a, len, std::forward<Source>(label));
    if (!block) [[unlikely]]
      return nullptr;
    fill(block);
    return complete(block);
  }

  /// `f(label)`, on a copy that takes the place of the label if the length is still the same.
  template <class F>
  static void update_label(T* data, std::size_t len, F&& f) {
    static_assert(std::is_copy_constructible_v<Label> && std::is_nothrow_move_assignable_v<Label>,
                  "heaparray: update_label changes a copy of the label, and lets it take the label's place "
                  "if the length "
                  "is the same: that takes a label with a copy constructor and a noexcept move assignment.");
    Label changed(std::as_const(label(data)));
    std::forward<F>(f)(changed);
    check_length(len, std::as_const(changed));
    label(data) = std::move(changed);
    if constexpr (CountsInLabel<Count>) Count::start_in(label(data));  // the caller is the only owner
  }

  /// Destroys and frees a block of `len` elements.
  static void destroy(T* data, std::size_t len) noexcept {
    static_assert(std::is_nothrow_destructible_v<Label>,
                  "heaparray: the destructor of a label must be noexcept: a throw while a block is destroyed "
                  "would leak its memory.");
    const Allocator a = allocator(data);  // a copy: the one in the block dies with it
    Block::from_elements(data).destroy(a, len);
  }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BLOCK_ARRAY_BLOCK_HPP
