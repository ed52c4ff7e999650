// SPDX-License-Identifier: MIT
//
// length.hpp: where the length of an array is stored.
//
//   LengthInHandle          in the handle, which is two words: size() and bounds checks touch no memory
//   LengthInBlock<Len>      in the block, as a `Len`: the handle is one word
//   FixedLength<N>          in the type: the handle is one word, and the block stores no length
//   LengthFromLabel<Get>    in your label, where `Get` finds it: one word, and nothing else in the block
//   Terminated<Length>      as `Length` says; and a `T()` lies behind the last element, outside of the length
//
//   struct Header { std::uint16_t kind, count; };
//   using Packet = heaparray::BasicArray<std::byte, Header, heaparray::LengthFromLabel<&Header::count>>;
//   auto p = Packet::with_len(Header{7, 512});    // 512 bytes: with the last two, the length may be left out
//
// A policy of your own models LengthPolicy (concepts.hpp).
#ifndef HEAPARRAY_LENGTH_HPP
#define HEAPARRAY_LENGTH_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "config.hpp"
#include "fwd.hpp"  // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The empty part of a policy. Each policy has a type of its own for the handle and for the block, because
/// two subobjects of one type never have the same address.
template <class Policy, bool InHandle>
struct NoLengthPart {
  constexpr NoLengthPart() noexcept = default;
  constexpr explicit NoLengthPart(std::size_t) noexcept {}
};

template <class>
inline constexpr bool is_writable_member = false;
template <class Label, class Member>
inline constexpr bool is_writable_member<Member Label::*> =
    std::is_object_v<Member> && !std::is_const_v<Member>;

/// What `Get` reads: the class that a pointer to a member names, which may be a base of the label.
template <class Get, class Label>
struct ReadBy {
  using type = Label;
};
template <class Member, class Class, class Label>
struct ReadBy<Member Class::*, Label> {
  using type = Class;
};

/// Whether `Get` finds a whole number in what it reads. This can be asked while a label is incomplete, because
/// it holds an array of its own kind: the bases of the label do not matter.
template <auto Get, class Label, class From = typename ReadBy<decltype(Get), Label>::type>
concept ReadsNumber =
    std::is_invocable_r_v<std::size_t, decltype(Get), const From&> &&
    !std::is_floating_point_v<std::remove_cvref_t<std::invoke_result_t<decltype(Get), const From&>>>;

/// Whether `Get` finds a whole number in a `const Label&`.
template <auto Get, class Label>
concept NumberInLabel =
    ReadsNumber<Get, Label> &&
    std::is_convertible_v<const Label&, const typename ReadBy<decltype(Get), Label>::type&>;

}  // namespace detail

/// The length is in the handle, which is laid out like a `std::span`.
struct LengthInHandle {
  struct handle_part {
    std::size_t len = 0;

    constexpr handle_part() noexcept = default;
    constexpr explicit handle_part(std::size_t n) noexcept : len(n) {}
  };
  using block_part = detail::NoLengthPart<LengthInHandle, false>;
  static constexpr std::size_t max_len = SIZE_MAX;
  static constexpr bool in_handle = true;

  /// The length that `h`, the part of a handle, keeps.
  HEAPARRAY_STEP_OVER static constexpr std::size_t get(const handle_part& h) noexcept { return h.len; }
};

/// The length is in the block, as an unsigned integer of type `Len`.
template <class Len>
struct LengthInBlock {
  static_assert(std::unsigned_integral<Len> && !std::same_as<Len, bool>,
                "heaparray: LengthInBlock<Len> needs an unsigned integer type, such as std::uint32_t.");

  using handle_part = detail::NoLengthPart<LengthInBlock, true>;
  struct block_part {
    Len len;

    constexpr explicit block_part(std::size_t n) noexcept : len(static_cast<Len>(n)) {}
  };
  /// The largest length that `Len` can count.
  static constexpr std::size_t max_len =
      sizeof(Len) < sizeof(std::size_t) ? (std::numeric_limits<Len>::max)() : SIZE_MAX;
  static constexpr bool in_handle = false;

  /// The length. \see LengthPolicy
  template <class Label>
  HEAPARRAY_STEP_OVER static constexpr std::size_t get(const block_part& b, const Label&) noexcept {
    return static_cast<std::size_t>(b.len);
  }
};

/// The length is `N`. It is part of the type and stored nowhere. A null handle has size 0.
///
/// `as_slice()` is a span of static extent, so the number of iterations of a loop over it is known at compile
/// time. The elements can be bound to names: `auto& [x, y, z] = a;`.
template <std::size_t N>
struct FixedLength {
  using handle_part = detail::NoLengthPart<FixedLength, true>;
  using block_part = detail::NoLengthPart<FixedLength, false>;
  static constexpr std::size_t extent = N;
  static constexpr std::size_t max_len = N;
  static constexpr bool in_handle = false;

  /// `N`.
  template <class Label>
  HEAPARRAY_STEP_OVER static constexpr std::size_t get(const block_part&, const Label&) noexcept {
    return N;
  }
};

/// The length is computed from the label by `Get`: a pointer to a data member, a pointer to a const member
/// function, or a callable without state. The result is an integer.
///
/// The label is exposed as const, even by unique handles, except for types that synchronise themselves
/// (`enable_shared_mutation`). To change it, call `update_label(f)`, which requires that the length stays the
/// same.
///
/// A label may hold an array of its own kind. The array is declared after the member that `Get` points to,
/// which may be a member of a base: C++ has no pointer to a member of a class that is only declared. A
/// function, or a callable that is defined after the label, needs no such order.
/// \pre `Get` always returns the same number for one label, and does not throw. If the label is exposed as
///      mutable, the program does not change anything that `Get` reads. Not checked, except that a data member
///      is then required to be const
template <auto Get>
struct LengthFromLabel {
  /// Whether who may write to the label may write to the length.
  static constexpr bool reads_writable_member = detail::is_writable_member<decltype(Get)>;
  using handle_part = detail::NoLengthPart<LengthFromLabel, true>;
  using block_part = detail::NoLengthPart<LengthFromLabel, false>;
  static constexpr std::size_t max_len = SIZE_MAX;
  static constexpr bool in_handle = false;

  /// What `Get` reads from `label`.
  template <class Label>
    requires detail::ReadsNumber<Get, Label>
  static constexpr std::size_t length_of(const Label& label) noexcept {
    if constexpr (std::is_member_object_pointer_v<decltype(Get)>)
      return static_cast<std::size_t>(label.*Get);
    else if constexpr (std::is_member_function_pointer_v<decltype(Get)>)
      return static_cast<std::size_t>((label.*Get)());
    else
      return static_cast<std::size_t>(Get(label));
  }

  /// The length of the block with this label.
  template <class Label>
    requires detail::NumberInLabel<Get, Label>
  HEAPARRAY_STEP_OVER static constexpr std::size_t get(const block_part&, const Label& label) noexcept {
    return length_of(label);
  }
};

/// The length is where `Length` keeps it, and one more element lies behind the last, outside of `size()`: a
/// `T()`, which is NUL for characters and null for pointers. That is what functions of C read to: see
/// `c_str()` and `ArcText`.
///
/// The terminator is written once, when a block is made, in every way of making. No member function writes to
/// it, nor can anybody through a span or an iterator.
/// \pre nobody writes to `data()[size()]`
template <class Length>
struct Terminated : Length {
  static constexpr bool keeps_terminator = true;  ///< a block has one element more than its length
};

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_LENGTH_HPP
