// SPDX-License-Identifier: MIT
//
// detail/handle/columns_factories.hpp: the ways to make a handle to several arrays.
#ifndef HEAPARRAY_DETAIL_HANDLE_COLUMNS_FACTORIES_HPP
#define HEAPARRAY_DETAIL_HANDLE_COLUMNS_FACTORIES_HPP
// IWYU pragma: private, include <heaparray/columns.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>  // and the range concepts, without the weight of <ranges>
#include <tuple>
#include <type_traits>
#include <utility>

#include "../../config.hpp"
#include "../../label.hpp"
#include "../base/fail.hpp"
#include "../block/columns_block.hpp"
#include "../build/fill.hpp"
#include "../build/fill_from_range.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// How an array is built from what the user gave for it: a function, or a range.
template <class T, class Label, class Source>
auto column_fill(Source& source, [[maybe_unused]] std::size_t n) {
  using Range = std::remove_reference_t<Source>;
  if constexpr (TakesLabel<Source&, Label> || std::is_invocable_v<Source&, std::size_t>) {
    return ByInit<Range>{source};
  } else if constexpr (ContiguousRangeOf<Range&, T> && std::ranges::sized_range<Range&>) {
    const auto length = static_cast<std::size_t>(std::ranges::size(source));
    if (length != n) [[unlikely]]
      raise_lying_range(n, length < n ? "only" : "more than", length < n ? length : n);
    return FromElements<const T>{std::ranges::data(source)};
  } else {
    static_assert(
        std::ranges::forward_range<Range&> || std::ranges::sized_range<Range&>,
        "heaparray: each of several arrays is built by a function init(i) or init(label, i), or from a range "
        "that can be counted before it is read.");
    return FromRange<Range>{source};
  }
}

/// The factories of handles to several arrays. For all of them:
///
/// `label` is a value from which the label is constructed, or builds it in place: `label_args(...)`,
/// `label_from(make)`.
///
/// `lengths` are the lengths that neither the types nor the label says, in the order of the arrays: `{2,
/// 3}`, or a number if it is one, or nothing if there is none.
///
/// `sources` say what the elements are made from: for each array, a function `init(i)` or `init(label, i)`,
/// or a range with as many elements. The last source may be followed by an allocator. First the label is
/// built, then the first array, then the second, each in ascending order.
///
/// \throws std::length_error before any allocation if an array is too long for its length policy or for a
///         block, or if it has not the length that its type, the label or the array before it says. What
///         the allocator or a constructor throws. Nothing leaks: what was built is destroyed, newest first.
///         Strong guarantee, except that what was given as an rvalue may have been moved from
/// \complexity O(n), one allocation
///
/// Each has a `try_` form, which returns an empty optional if an array is too long or there is no memory.
template <class Derived, class Columns, class Label, class Allocator>
class ColumnsFactories {
  using Block = typename Columns::Block;
  using Types = typename Columns::Types;
  using Lengths = typename Columns::Lengths;
  using Given = typename Columns::Given;
  using Maybe = std::optional<Derived>;

 public:
  /// The size and alignment of a block with these lengths.
  /// \throws std::length_error if they are too long. Strong guarantee
  [[nodiscard]] static constexpr MemoryLayout memory_layout(const Lengths& n) {
    const auto at = Columns::places(n);
    if (at.too_long != Columns::number) raise_column_too_long(at.too_long, n[at.too_long], at.room);
    return Block::memory_layout(at.begin[Columns::number] - Block::elements_offset);
  }
  /// Where array `At` of a block with these lengths begins, in bytes from the start of the block.
  template <std::size_t At>
  [[nodiscard]] static constexpr std::size_t column_offset(const Lengths& n) noexcept {
    static_assert(At < Columns::number,
                  "heaparray: the arrays of this handle are counted from 0, and there are fewer.");
    return Columns::places(n).begin[At];
  }
  /// The largest number of rows for which the whole block fits in `size` bytes; 0 if there is none.
  [[nodiscard]] static constexpr std::size_t max_len_for(std::size_t size) noexcept
    requires Types::is_table
  {
    // By halves: a longer block is never smaller.
    std::size_t fits = 0;
    for (std::size_t too_long = smaller(size, max_block_size); fits != too_long;) {
      const std::size_t n = too_long - (too_long - fits) / 2;
      Lengths all{};
      for (std::size_t& length : all) length = n;
      const auto at = Columns::places(all);
      if (at.too_long == Columns::number && memory_layout(all).size <= size)
        fits = n;
      else
        too_long = n - 1;
    }
    return fits;
  }
  /// The largest number of rows.
  [[nodiscard]] static constexpr std::size_t max_len() noexcept
    requires Types::is_table
  {
    return max_len_for(max_block_size);
  }

  /// Builds the label from `label`, then each array from its source: a function `init(i)` or `init(label, i)`
  /// or a range of as many elements. `lengths` are those that neither the types nor the label says.
  template <class L = Label, class... Sources>
    requires(Types::given != 0)
  [[nodiscard]] static Derived with_label(L&& label, const Given& lengths, Sources&&... sources) {
    return make<Derived>(std::forward<L>(label), lengths, sources...);
  }
  /// As `with_label`, or an empty optional if it is too long or there is no memory.
  template <class L = Label, class... Sources>
    requires(Types::given != 0)
  [[nodiscard]] static Maybe try_with_label(L&& label, const Given& lengths, Sources&&... sources) {
    return make<Maybe>(std::forward<L>(label), lengths, sources...);
  }
  /// The same where the types and the label say all lengths.
  template <class L = Label, class... Sources>
    requires(Types::given == 0)
  [[nodiscard]] static Derived with_label(L&& label, Sources&&... sources) {
    return make<Derived>(std::forward<L>(label), Given(), sources...);
  }
  /// As `with_label`, or an empty optional if it is too long or there is no memory.
  template <class L = Label, class... Sources>
    requires(Types::given == 0)
  [[nodiscard]] static Maybe try_with_label(L&& label, Sources&&... sources) {
    return make<Maybe>(std::forward<L>(label), Given(), sources...);
  }

  /// Value-initialised elements; numbers are zero.
  template <class L = Label>
    requires(Types::given != 0)
  [[nodiscard]] static Derived with_len(L&& label, const Given& lengths,
                                        const Allocator& allocator = Allocator()) {
    return make_all<Derived>(std::forward<L>(label), lengths, ValueInitialized(), allocator);
  }
  /// As `with_len`, or an empty optional if it is too long or there is no memory.
  template <class L = Label>
    requires(Types::given != 0)
  [[nodiscard]] static Maybe try_with_len(L&& label, const Given& lengths,
                                          const Allocator& allocator = Allocator()) {
    return make_all<Maybe>(std::forward<L>(label), lengths, ValueInitialized(), allocator);
  }
  /// For arrays whose lengths the label or the types say.
  template <class L = Label>
    requires(Types::given == 0)
  [[nodiscard]] static Derived with_len(L&& label, const Allocator& allocator = Allocator()) {
    return make_all<Derived>(std::forward<L>(label), Given(), ValueInitialized(), allocator);
  }
  /// As `with_len`, or an empty optional if it is too long or there is no memory.
  template <class L = Label>
    requires(Types::given == 0)
  [[nodiscard]] static Maybe try_with_len(L&& label, const Allocator& allocator = Allocator()) {
    return make_all<Maybe>(std::forward<L>(label), Given(), ValueInitialized(), allocator);
  }

  /// Default-initialised elements. Numbers are uninitialised and must be written before they are read.
  template <class L = Label>
    requires(Types::given != 0)
  [[nodiscard]] static Derived with_label_for_overwrite(L&& label, const Given& lengths,
                                                        const Allocator& allocator = Allocator()) {
    return make_all<Derived>(std::forward<L>(label), lengths, DefaultInitialized(), allocator);
  }
  /// As `with_label_for_overwrite`, or an empty optional if it is too long or there is no memory.
  template <class L = Label>
    requires(Types::given != 0)
  [[nodiscard]] static Maybe try_with_label_for_overwrite(L&& label, const Given& lengths,
                                                          const Allocator& allocator = Allocator()) {
    return make_all<Maybe>(std::forward<L>(label), lengths, DefaultInitialized(), allocator);
  }
  /// For arrays whose lengths the label or the types say.
  template <class L = Label>
    requires(Types::given == 0)
  [[nodiscard]] static Derived with_label_for_overwrite(L&& label, const Allocator& allocator = Allocator()) {
    return make_all<Derived>(std::forward<L>(label), Given(), DefaultInitialized(), allocator);
  }
  /// As `with_label_for_overwrite`, or an empty optional if it is too long or there is no memory.
  template <class L = Label>
    requires(Types::given == 0)
  [[nodiscard]] static Maybe try_with_label_for_overwrite(L&& label,
                                                          const Allocator& allocator = Allocator()) {
    return make_all<Maybe>(std::forward<L>(label), Given(), DefaultInitialized(), allocator);
  }

  /// The elements of ranges, one for each array, which also say its length.
  template <class L = Label, class... Ranges>
  [[nodiscard]] static Derived from_ranges(L&& label, Ranges&&... ranges) {
    return make_from_ranges<Derived>(std::forward<L>(label), ranges...);
  }
  /// As `from_ranges`, or an empty optional if it is too long or there is no memory.
  template <class L = Label, class... Ranges>
  [[nodiscard]] static Maybe try_from_ranges(L&& label, Ranges&&... ranges) {
    return make_from_ranges<Maybe>(std::forward<L>(label), ranges...);
  }

 protected:
  ColumnsFactories() = default;  // only as a base class

  template <class Result>
  using OnFailure = std::conditional_t<std::is_same_v<Result, Derived>, OrThrow, OrNull>;

  template <class Result>
  static Result adopt(Block block) noexcept {
    if constexpr (std::is_same_v<Result, Maybe>)
      if (block.elements() == nullptr) return std::nullopt;
    return Derived(typename Derived::FromBlock{block});
  }

  /// The sources, and perhaps an allocator.
  template <class Result, class L, class... Sources>
  static Result make(L&& label, const Given& given, Sources&... sources) {
    if constexpr (expect_sources<Sources...>()) {
      const std::tuple<Sources&...> all(sources...);
      return with_lengths<Result>(std::forward<L>(label), given, allocator_in(all), [&](const Lengths& n) {
        return fills_from(all, n, typename Types::Numbers());
      });
    } else {
      return Result();
    }
  }
  template <class Result, class L, class Fill>
  static Result make_all(L&& label, const Given& given, const Fill& same, const Allocator& allocator) {
    return with_lengths<Result>(std::forward<L>(label), given, allocator, [&](const Lengths&) {
      return same_for_all(same, typename Types::Numbers());
    });
  }

 private:
  /// If a length is read from a label that is not there yet, the label is built first, and moved.
  template <class Result, class L, class Fills>
  static Result with_lengths(L&& label, const Given& given, const Allocator& allocator, const Fills& fills) {
    if constexpr (!Types::reads_label) {
      const Lengths n = Columns::all_lengths(given, nullptr);
      return adopt<Result>(
          Columns::template make<OnFailure<Result>>(allocator, n, std::forward<L>(label), fills(n)));
    } else if constexpr (std::is_same_v<std::remove_cvref_t<L>, Label>) {
      const Lengths n = Columns::all_lengths(given, std::addressof(label));
      return adopt<Result>(
          Columns::template make<OnFailure<Result>>(allocator, n, std::forward<L>(label), fills(n)));
    } else {
      static_assert(std::is_move_constructible_v<Label>,
                    "heaparray: a length is read from the label before there is a block for it, and this "
                    "label cannot be moved "
                    "there afterwards. Keep the lengths in the block.");
      Label made = detail::make_label_from<Label>(std::allocator<std::byte>(), std::forward<L>(label));
      return with_lengths<Result>(std::move(made), given, allocator, fills);
    }
  }

  template <class Result, class L, class... Ranges>
  static Result make_from_ranges(L&& label, Ranges&... ranges) {
    if constexpr (expect_sources<Ranges...>()) {
      const std::tuple<Ranges&...> all(ranges...);
      const Lengths n = lengths_from(all, typename Types::Numbers());
      return adopt<Result>(Columns::template make<OnFailure<Result>>(
          allocator_in(all), n, std::forward<L>(label), fills_from(all, n, typename Types::Numbers())));
    } else {
      return Result();
    }
  }

  /// True, or an error with a message.
  template <class... Sources>
  static constexpr bool expect_sources() noexcept {
    constexpr bool right = sizeof...(Sources) == Columns::number || sizeof...(Sources) == Columns::number + 1;
    static_assert(right,
                  "heaparray: give one source for each array, a function init(i) or a range, and behind them "
                  "perhaps an "
                  "allocator. Lengths that the block keeps are in braces in front of them.");
    return right;
  }
  template <class... Sources>
  static Allocator allocator_in([[maybe_unused]] const std::tuple<Sources&...>& all) {
    if constexpr (sizeof...(Sources) > Columns::number)
      return Allocator(std::get<Columns::number>(all));
    else
      return Allocator();
  }
  template <class All, std::size_t... Ats>
  static auto fills_from(const All& all, const Lengths& n, std::index_sequence<Ats...>) {
    return std::tuple(
        detail::column_fill<typename Columns::template Type<Ats>, Label>(std::get<Ats>(all), n[Ats])...);
  }
  template <class Fill, std::size_t... Ats>
  static auto same_for_all(const Fill& same, std::index_sequence<Ats...>) {
    return std::tuple((static_cast<void>(Ats), same)...);
  }
  template <class All, std::size_t... Ats>
  static Lengths lengths_from(const All& all, std::index_sequence<Ats...>) {
    return Lengths{detail::length_of_range(std::get<Ats>(all))...};
  }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_COLUMNS_FACTORIES_HPP
