// SPDX-License-Identifier: MIT
//
// detail/block/column_types.hpp: the lists of the arrays in a block, and what is known of them when a
// program is compiled.
#ifndef HEAPARRAY_DETAIL_BLOCK_COLUMN_TYPES_HPP
#define HEAPARRAY_DETAIL_BLOCK_COLUMN_TYPES_HPP
// IWYU pragma: private, include <heaparray/columns.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <tuple>
#include <type_traits>
#include <utility>

#include "../../alloc_utils.hpp"
#include "../../concepts.hpp"
#include "../../config.hpp"
#include "../../label.hpp"
#include "../../length.hpp"
#include "../base/fail.hpp"

HEAPARRAY_NAMESPACE_BEGIN

/// The length of an array that is as long as the array before it. It is stored nowhere.
struct SameLength {
  using block_part = detail::NoLengthPart<SameLength, false>;
  static constexpr std::size_t max_len = SIZE_MAX;
};

/// One of the arrays of a block: the type of its elements, where its length is, and the alignment of its
/// first element, if that is to be more than the alignment of a `T`: 64 for SIMD.
///
/// `Length` is LengthInBlock<Len>, LengthFromLabel<Get>, FixedLength<N>, SameLength, or another
/// LengthPolicy that keeps nothing in the handle.
template <class T, class Length = LengthInBlock<>, std::size_t Alignment = 1>
struct Column {
  using value_type = T;
  using length_policy = Length;
};

/// Arrays with lengths of their own. Each of `Cs` is a Column, or a type `T`, which means `Column<T>`.
template <class... Cs>
struct Arrays {};

/// Arrays of one common length: the columns of a table. Each of `Cs` is a Column, or a type `T`, which
/// means `Column<T>` for the first and `Column<T, SameLength>` for the others. The Column of the first says
/// where the length is.
template <class... Cs>
struct Columns {};

/// Columns that each begin at a multiple of `Alignment`, such as 64 for SIMD.
template <std::size_t Alignment, class T, class... Ts>
using AlignedColumns = Columns<Column<T, LengthInBlock<>, Alignment>, Column<Ts, SameLength, Alignment>...>;

/// The lengths of the arrays of a block that is to be made: those that neither the type nor the label says.
/// A number, or several in braces.
template <std::size_t N>
struct GivenLengths {
  std::size_t n[N];

  /// \throws what a conversion to `std::size_t` throws. Strong guarantee
  template <class... Ns>
    requires(sizeof...(Ns) == N && ((std::is_convertible_v<const Ns&, std::size_t> &&
                                     !std::is_floating_point_v<Ns> && !std::is_same_v<Ns, bool>) &&
                                    ...))
  constexpr GivenLengths(const Ns&... lengths) : n{static_cast<std::size_t>(lengths)...} {}

  /// The length at place `at` of those that were given.
  constexpr std::size_t of(std::size_t at) const noexcept { return n[at]; }
};
template <>
struct GivenLengths<0> {
  /// There is none.
  constexpr std::size_t of(std::size_t) const noexcept { return 0; }
};

namespace detail {

/// The Column that a member of a list stands for.
template <class C, class Length>
struct ColumnFor {
  using type = Column<C, Length>;
  static constexpr std::size_t alignment = 1;
};
template <class T, class L, std::size_t Alignment, class Length>
struct ColumnFor<Column<T, L, Alignment>, Length> {
  using type = Column<T, L, Alignment>;
  static constexpr std::size_t alignment = Alignment;
};

/// The message for a length policy that cannot be one of several.
template <class Length>
struct ValidColumnLength : std::true_type {
  static constexpr bool is_policy = requires {
    typename Length::block_part;
    Length::max_len;
  };
  static constexpr bool in_handle = requires { requires Length::in_handle; };
  static_assert(
      is_policy,
      "heaparray: the length policy of a Column must model heaparray::LengthPolicy, as LengthInBlock<> and "
      "LengthFromLabel<Get> do, or be SameLength.");
  static_assert(
      !in_handle,
      "heaparray: a handle to several arrays is one word and keeps no length: give each Column the policy "
      "LengthInBlock<Len>, LengthFromLabel<Get>, FixedLength<N> or SameLength.");
  static_assert(
      !KeepsTerminator<Length> && !KeepsCapacity<Length>,
      "heaparray: one of several arrays neither grows nor keeps a terminator: give the Column the policy "
      "LengthInBlock<Len>, and count the terminator as an element.");
};

/// The message for a length policy that does not find its length.
template <class Length, class Label>
struct FindsColumnLength : std::true_type {
  static_assert(
      requires(const typename Length::block_part& part, const Label& label) {
        { Length::get(part, label) } noexcept -> std::same_as<std::size_t>;
      },
      "heaparray: the length policy of a Column does not find a length: LengthFromLabel<Get> needs a Get "
      "that finds a whole number in the label of this handle.");
};
template <class Label>
struct FindsColumnLength<SameLength, Label> : std::true_type {};

/// What a block keeps of the length of column `At`.
template <class Part, std::size_t At, bool = std::is_empty_v<Part>>
struct KeptLength {
  Part part;

  constexpr explicit KeptLength(std::size_t n) noexcept : part(n) {}
};
template <class Part, std::size_t At>
struct KeptLength<Part, At, true> {
  constexpr explicit KeptLength(std::size_t) noexcept {}
};

template <class Sequence, class... Lengths>
struct KeptLengths;
/// What a block keeps of all lengths.
template <std::size_t... Ats, class... Lengths>
struct HEAPARRAY_EMPTY_BASES KeptLengths<std::index_sequence<Ats...>, Lengths...>
    : KeptLength<typename Lengths::block_part, Ats>... {
  /// All 0: the policy of a block is given the number of bytes.
  constexpr explicit KeptLengths(std::size_t) noexcept
      : KeptLength<typename Lengths::block_part, Ats>(0)... {}
  constexpr explicit KeptLengths(const std::array<std::size_t, sizeof...(Lengths)>& n) noexcept
      : KeptLength<typename Lengths::block_part, Ats>(n[Ats])... {}
};

/// The columns of a list.
template <class... Cs>
struct ColumnTypes {
  static_assert(sizeof...(Cs) != 0,
                "heaparray: a block has at least one array: Arrays<T, ...> or Columns<T, ...>.");
  static_assert((ValidColumnLength<typename Cs::type::length_policy>::value && ...));
  static_assert((std::has_single_bit(Cs::alignment) && ...),
                "heaparray: the alignment of a Column must be a power of two, such as 64.");

  static constexpr std::size_t number = sizeof...(Cs);
  using Lengths = std::array<std::size_t, number>;
  using Numbers = std::make_index_sequence<number>;
  using Kept = KeptLengths<Numbers, typename Cs::type::length_policy...>;

  template <std::size_t At>
  using Type = typename std::tuple_element_t<At, std::tuple<Cs...>>::type::value_type;
  template <std::size_t At>
  using Length = typename std::tuple_element_t<At, std::tuple<Cs...>>::type::length_policy;
  template <std::size_t At>
  using Part = KeptLength<typename Length<At>::block_part, At>;

  /// The alignment of a column. (A function, since its elements may be incomplete now.)
  template <std::size_t At>
  static constexpr std::size_t alignment() noexcept {
    return larger(alignof(Type<At>), std::tuple_element_t<At, std::tuple<Cs...>>::alignment);
  }
  static constexpr std::size_t largest_alignment() noexcept {
    std::size_t largest = 1;
    for (const std::size_t a : {larger(alignof(typename Cs::type::value_type), Cs::alignment)...})
      largest = larger(largest, a);
    return largest;
  }

  /// The column that says how long column `At` is.
  template <std::size_t At>
  static constexpr std::size_t lead() noexcept {
    if constexpr (!std::is_same_v<Length<At>, SameLength>) {
      return At;
    } else {
      static_assert(At != 0,
                    "heaparray: SameLength is for an array behind another one, and this is the first.");
      if constexpr (At != 0) return lead<At - 1>();
      return 0;
    }
  }
  static constexpr bool has_lead(std::size_t at) noexcept {
    const bool same[] = {std::is_same_v<typename Cs::type::length_policy, SameLength>...};
    return !same[at];
  }
  /// Whether all columns have one length.
  static constexpr bool is_table = [] {
    for (std::size_t at = 1; at != number; ++at)
      if (has_lead(at)) return false;
    return true;
  }();

  // A length is kept in the block, or is the type's, or is that of the column before, or is read from the
  // label.
  template <class L>
  static constexpr bool is_kept = !std::is_empty_v<typename L::block_part>;
  template <class L>
  static constexpr bool is_read = !is_kept<L> && !FixesLength<L> && !std::is_same_v<L, SameLength>;

  template <class Label>
  static constexpr bool find_lengths() noexcept {
    return (FindsColumnLength<typename Cs::type::length_policy, Label>::value && ...);
  }
  static constexpr bool reads_label = (is_read<typename Cs::type::length_policy> || ...);
  static constexpr std::size_t given = (std::size_t{is_kept<typename Cs::type::length_policy>} + ...);

  static constexpr bool destroys_nothing() noexcept {
    return (std::is_trivially_destructible_v<typename Cs::type::value_type> && ...);
  }
  static constexpr bool drops_iteratively = (enable_iterative_drop<typename Cs::type::value_type> || ...);

  /// The types of the elements, as `Access` exposes them.
  template <template <class...> class To, template <class> class Access>
  using With = To<Access<typename Cs::type::value_type>...>;
};

/// The columns of an Arrays or a Columns.
template <class List>
struct ColumnsOf {
  static_assert(
      !std::is_same_v<List, List>,
      "heaparray: the first argument of a handle to several arrays is Arrays<T, U, ...>, which have lengths "
      "of their own, or Columns<T, U, ...>, which have one length.");
};
template <class... Cs>
struct ColumnsOf<Arrays<Cs...>> {
  using type = ColumnTypes<ColumnFor<Cs, LengthInBlock<>>...>;
};
template <class... Cs>
struct ColumnsOf<Columns<Cs...>> {
  using type = ColumnTypes<>;
};
template <class C, class... Cs>
struct ColumnsOf<Columns<C, Cs...>> {
  using type = ColumnTypes<ColumnFor<C, LengthInBlock<>>, ColumnFor<Cs, SameLength>...>;
};

HEAPARRAY_NORETURN HEAPARRAY_COLD inline void raise_column_too_long(std::size_t column, std::size_t len,
                                                                    std::size_t longest) {
  char text[message_size];
  std::snprintf(text, sizeof text,
                "heaparray: array %zu: length %zu is more than there is room for, which is %zu", column, len,
                longest);
  raise<std::length_error>(text);
}
HEAPARRAY_NORETURN HEAPARRAY_COLD inline void raise_column_length(std::size_t column, std::size_t len,
                                                                  std::size_t right) {
  char text[message_size];
  std::snprintf(
      text, sizeof text,
      "heaparray: array %zu: length %zu does not fit: the type, the label or the array before it says %zu",
      column, len, right);
  raise<std::length_error>(text);
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BLOCK_COLUMN_TYPES_HPP
