// SPDX-License-Identifier: MIT
//
// detail/block/front.hpp: what the block of a handle stores before its label.
//
//    [allocator][count][length][Label] T T T T ...
//    |<-------- size --------->|
//
// At the debug level, a canary is the last part. \see detail/base/debug_level.hpp
//
// A part takes bytes only if its policy stores something. Each part begins where the part before it ends,
// rounded up to its own alignment, like the members of a struct. A struct is not used, because its tail
// padding would be lost.
#ifndef HEAPARRAY_DETAIL_BLOCK_FRONT_HPP
#define HEAPARRAY_DETAIL_BLOCK_FRONT_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <memory>
#include <type_traits>

#include "../../alloc_utils.hpp"
#include "../../concepts.hpp"
#include "../../config.hpp"
#include "../../ref_count.hpp"
#include "../base/debug_level.hpp"
#include "../build/arguments.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Whether the allocator is not stored, because an equal one can be made wherever it is needed.
template <class Allocator>
inline constexpr bool is_stateless_allocator =
    std::is_empty_v<Allocator> && std::is_default_constructible_v<Allocator> &&
    std::allocator_traits<Allocator>::is_always_equal::value;

class Canary;  // only defined at the debug level

/// Where a part begins and ends, in bytes from the start of the block, and its alignment.
struct PartPlace {
  std::size_t begin, end, alignment;
};

/// The place of a `Part` after the part that ends at `end`. A part that is not stored has no bytes.
template <class Part, bool is_kept>
constexpr PartPlace place_part(std::size_t end) noexcept {
  if constexpr (is_kept) {
    const std::size_t begin = round_up(end, alignof(Part));
    return PartPlace{begin, begin + sizeof(Part), alignof(Part)};
  } else {
    return PartPlace{end, end, 1};
  }
}

/// Whether an `A` can live where a `B` was.
template <class A, class B>
constexpr bool fits() noexcept {
  if constexpr (std::is_void_v<A>)
    return false;
  else
    return sizeof(A) <= sizeof(B) && alignof(A) <= alignof(B);
}

/// What a block of `T`s keeps while it waits to be destroyed: the one that waits behind it and, if only the
/// handle knew it, the length. \see enable_iterative_drop
template <class T, bool is_fat>
struct DropLink {
  T* next;
};
template <class T>
struct DropLink<T, true> {
  T* next;
  std::size_t len;
};

/// The alignment that a block has for what a length policy lays out in its elements. \see columns_block.hpp
template <class Length>
inline constexpr std::size_t contents_alignment = 1;
template <class Length>
  requires requires { Length::contents_alignment; }
inline constexpr std::size_t contents_alignment<Length> = Length::contents_alignment;

/// The places of all parts. `Link` is a DropLink, or void for blocks that are destroyed at once.
template <class Length, class Count, class Allocator, class Link>
struct BlockFront {
  using LengthPart = typename Length::block_part;

  static constexpr bool keeps_allocator = !is_stateless_allocator<Allocator> && !enable_arena<Allocator>;
  static constexpr bool keeps_count = !std::is_base_of_v<NoCount, Count> && !CountsInLabel<Count>;
  static constexpr bool keeps_length = !std::is_empty_v<LengthPart>;

  static constexpr PartPlace allocator = place_part<Allocator, keeps_allocator>(0);
  static constexpr PartPlace count = place_part<Count, keeps_count>(allocator.end);
  static constexpr PartPlace length = place_part<LengthPart, keeps_length>(count.end);

  static constexpr bool is_linked = !std::is_void_v<Link>;
  static constexpr bool links_in_count =
      is_linked && keeps_count && fits<Link, Count>() && !CountsWeak<Count>;
  static constexpr bool keeps_link = is_linked && !links_in_count;
  static constexpr PartPlace link = links_in_count ? count : place_part<Link, keeps_link>(length.end);

  static constexpr bool keeps_canary = HEAPARRAY_HARDENING >= 2;
  static constexpr PartPlace canary = place_part<Canary, keeps_canary>(larger(length.end, link.end));

  static constexpr std::size_t size = canary.end;
  static constexpr std::size_t alignment =
      larger(larger(larger(allocator.alignment, count.alignment), larger(length.alignment, link.alignment)),
             larger(canary.alignment, contents_alignment<Length>));
  static constexpr std::size_t element_alignment = detail::element_alignment<Allocator>;
  static constexpr bool in_bytes = allocates_in_bytes<Allocator>;

  /// How many elements lie behind the last.
  static constexpr std::size_t terminators = KeepsTerminator<Length> ? 1 : 0;
};

template <class Length, class Count, class Allocator, class Link, class T>
struct PointerIn<BlockFront<Length, Count, Allocator, Link>, T> {
  using type = HeldPointer<Allocator, T>;
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BLOCK_FRONT_HPP
