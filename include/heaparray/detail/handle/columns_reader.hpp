// SPDX-License-Identifier: MIT
//
// detail/handle/columns_reader.hpp: the reading members of handles to several arrays, written once for all
// of them.
#ifndef HEAPARRAY_DETAIL_HANDLE_COLUMNS_READER_HPP
#define HEAPARRAY_DETAIL_HANDLE_COLUMNS_READER_HPP
// IWYU pragma: private, include <heaparray/columns.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <functional>
#include <iterator>
#include <span>
#include <type_traits>
#include <utility>

#include "../../array_operators.hpp"
#include "../../config.hpp"
#include "../../label.hpp"
#include "../base/fail.hpp"
#include "../block/columns_block.hpp"
#include "row.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

template <class T>
using Writable = T;
template <class T>
using ReadOnly = const T;

/// What can be read of a block, or of none. `Access` is how the elements are exposed.
template <class Columns, template <class> class Access>
struct ColumnsView {
  using Block = typename Columns::Block;
  using Types = typename Columns::Types;
  using iterator = typename Types::template With<RowIterator, Access>;
  using reference = typename std::iterator_traits<iterator>::reference;

  template <std::size_t At>
  HEAPARRAY_STEP_OVER static constexpr void expect_column() noexcept {
    static_assert(
        At < Columns::number,
        "heaparray: column<I>(): the arrays of this handle are counted from 0, and there are fewer.");
  }
  template <std::size_t At>
  HEAPARRAY_STEP_OVER static auto column(Block block) noexcept {
    expect_column<At>();
    if constexpr (At < Columns::number) {
      using Span = std::span<Access<typename Columns::template Type<At>>>;
      return block.elements() != nullptr
                 ? Span(Columns::template data<At>(block), Columns::template length<At>(block))
                 : Span();
    }
  }
  template <std::size_t At>
  HEAPARRAY_STEP_OVER static std::size_t length(Block block) noexcept {
    expect_column<At>();
    if constexpr (At < Columns::number)
      return block.elements() != nullptr ? Columns::template length<At>(block) : 0;
    else
      return 0;
  }

  static iterator row(Block block, std::size_t i) noexcept {
    return row(block, i, typename Types::Numbers());
  }

 private:
  template <std::size_t... Ats>
  HEAPARRAY_STEP_OVER static iterator row(Block block, std::size_t i, std::index_sequence<Ats...>) noexcept {
    if (block.elements() == nullptr) return iterator();
    return iterator(static_cast<std::ptrdiff_t>(i), Columns::template data<Ats>(block)...);
  }
};

/// The reading members of `Derived`, which has `columns_block()`.
template <class Derived, class Columns, template <class> class Access>
class ColumnsReader {
  using View = ColumnsView<Columns, Access>;
  static constexpr bool is_table = Columns::Types::is_table;

 public:
  /// The number of arrays.
  static constexpr std::size_t column_count = Columns::number;

  /// Whether there is a block.
  explicit operator bool() const noexcept { return block().elements() != nullptr; }
  /// Whether there is no block.
  friend constexpr bool operator==(const Derived& a, std::nullptr_t) noexcept {
    return !static_cast<bool>(a);
  }

  /// Array `At`, counted from 0, as a span; empty for a null handle. A view of a handle that is destroyed
  /// at the end of the full-expression is refused: give the handle a name first.
  template <std::size_t At>
  [[nodiscard]] HEAPARRAY_STEP_OVER auto column() const& noexcept HEAPARRAY_LIFETIME_BOUND {
    return View::template column<At>(block());
  }
  template <std::size_t>
  void column() const&& = delete;  // heaparray: the arrays die here: name the handle first

  /// The number of elements of array `At`; 0 for a null handle.
  template <std::size_t At>
  [[nodiscard]] HEAPARRAY_STEP_OVER std::size_t size() const noexcept {
    return View::template length<At>(block());
  }

  // Rows: only if all arrays have one length.

  /// The number of rows; 0 for a null handle.
  [[nodiscard]] HEAPARRAY_STEP_OVER std::size_t size() const noexcept
    requires is_table
  {
    return View::template length<0>(block());
  }
  /// Whether there are no rows. A null handle has none.
  [[nodiscard]] bool empty() const noexcept
    requires is_table
  {
    return size() == 0;
  }

  /// The first row.
  [[nodiscard]] auto begin() const noexcept
    requires is_table
  {
    return View::row(block(), 0);
  }
  /// One past the last row.
  [[nodiscard]] auto end() const noexcept
    requires is_table
  {
    return View::row(block(), size());
  }

  /// Row `i`: a tuple of references. \pre `i < size()`; checked by hardening
  [[nodiscard]] HEAPARRAY_STEP_OVER auto operator[](const Index& i) const HEAPARRAY_LIFETIME_BOUND
    requires is_table
  {
    expect_row(i);
    return *View::row(block(), i.value);
  }
  /// Row `i`. \throws std::out_of_range if `i >= size()`. Strong guarantee
  [[nodiscard]] auto at(std::size_t i) const HEAPARRAY_LIFETIME_BOUND
    requires is_table
  {
    if (i >= size()) [[unlikely]]
      raise_out_of_range(i, size());
    return *View::row(block(), i);
  }
  /// Row `i`. \pre `i < size()`; never checked
  [[nodiscard]] auto unchecked(std::size_t i) const HEAPARRAY_LIFETIME_BOUND
    requires is_table
  {
    return *View::row(block(), i);
  }
  /// The first row. \pre `!empty()`; checked by hardening
  [[nodiscard]] auto front(Caller caller = Caller::here()) const HEAPARRAY_LIFETIME_BOUND
    requires is_table
  {
    expect_elements(size(), "front()", caller);
    return *View::row(block(), 0);
  }
  /// The last row. \pre `!empty()`; checked by hardening
  [[nodiscard]] auto back(Caller caller = Caller::here()) const HEAPARRAY_LIFETIME_BOUND
    requires is_table
  {
    expect_elements(size(), "back()", caller);
    return *View::row(block(), size() - 1);
  }

 protected:
  ColumnsReader() = default;  // only as a base class

  HEAPARRAY_STEP_OVER void expect_row([[maybe_unused]] const Index& i) const {
#if HEAPARRAY_HARDENING
    if (i.value >= size()) [[unlikely]]
      violated_index(Caller{i.caller.file, i.caller.line}, i.value, size());
#endif
  }

 private:
  HEAPARRAY_STEP_OVER typename Columns::Block block() const noexcept {
    return static_cast<const Derived&>(*this).columns_block();
  }
};

/// The same, and the members of a unique handle that write.
template <class Derived, class Columns>
class ColumnsWriter : public ColumnsReader<Derived, Columns, ReadOnly> {
  using Reader = ColumnsReader<Derived, Columns, ReadOnly>;
  using View = ColumnsView<Columns, Writable>;
  static constexpr bool is_table = Columns::Types::is_table;

 public:
  using Reader::at;
  using Reader::back;
  using Reader::begin;
  using Reader::column;
  using Reader::end;
  using Reader::front;
  using Reader::unchecked;
  using Reader::operator[];

  /// The same elements, mutable.
  template <std::size_t At>
  [[nodiscard]] HEAPARRAY_STEP_OVER auto column() & noexcept HEAPARRAY_LIFETIME_BOUND {
    return View::template column<At>(block());
  }
  template <std::size_t>
  void column() && = delete;  // heaparray: the arrays die here: name the handle first

  /// The first row, to write to.
  [[nodiscard]] auto begin() noexcept
    requires is_table
  {
    return View::row(block(), 0);
  }
  /// One past the last row.
  [[nodiscard]] auto end() noexcept
    requires is_table
  {
    return View::row(block(), this->size());
  }
  /// Row `i`: a tuple of references to its elements, to write to.
  /// \pre `i < size()`; checked by hardening
  [[nodiscard]] HEAPARRAY_STEP_OVER auto operator[](const Index& i) HEAPARRAY_LIFETIME_BOUND
    requires is_table
  {
    this->expect_row(i);
    return *View::row(block(), i.value);
  }
  /// Row `i`, to write to.
  /// \throws std::out_of_range, with the index and the size in its text, if `i >= size()`. Strong guarantee
  [[nodiscard]] auto at(std::size_t i) HEAPARRAY_LIFETIME_BOUND
    requires is_table
  {
    if (i >= this->size()) [[unlikely]]
      raise_out_of_range(i, this->size());
    return *View::row(block(), i);
  }
  /// Row `i`, to write to. \pre `i < size()`; never checked
  [[nodiscard]] auto unchecked(std::size_t i) HEAPARRAY_LIFETIME_BOUND
    requires is_table
  {
    return *View::row(block(), i);
  }
  /// The first row, to write to. \pre `!empty()`; checked by hardening
  [[nodiscard]] auto front(Caller caller = Caller::here()) HEAPARRAY_LIFETIME_BOUND
    requires is_table
  {
    expect_elements(this->size(), "front()", caller);
    return *View::row(block(), 0);
  }
  /// The last row, to write to. \pre `!empty()`; checked by hardening
  [[nodiscard]] auto back(Caller caller = Caller::here()) HEAPARRAY_LIFETIME_BOUND
    requires is_table
  {
    expect_elements(this->size(), "back()", caller);
    return *View::row(block(), this->size() - 1);
  }

 protected:
  ColumnsWriter() = default;  // only as a base class

 private:
  HEAPARRAY_STEP_OVER typename Columns::Block block() const noexcept {
    return static_cast<const Derived&>(*this).columns_block();
  }
};

/// A handle to several arrays, or a guard that reads one.
template <class A>
concept ColumnsHandle = requires {
  typename A::columns_type;
  requires A::columns_type::number != 0;
};
template <class A, class B>
concept LikeColumns = ColumnsHandle<A> && ColumnsHandle<B> && A::column_count == B::column_count;

template <ColumnsHandle A>
const typename A::label_type& label_of(const A& a) noexcept {
  return A::columns_type::label(a.columns_block());
}
template <class A, class B>
concept EqualTo = requires(const A& a, const B& b) {
  { a == b } -> std::convertible_to<bool>;
};
template <class A, std::size_t At>
using ColumnOf = typename A::columns_type::template Type<At>;

template <class A, class B, std::size_t... Ats>
bool columns_equal(const A& a, const B& b, std::index_sequence<Ats...>) {
  static_assert(
      (EqualTo<ColumnOf<A, Ats>, ColumnOf<B, Ats>> && ...),
      "heaparray: arrays are compared element by element, and some of these elements have no operator==.");
  return (detail::equal(std::span<const ColumnOf<A, Ats>>(a.template column<Ats>()),
                        std::span<const ColumnOf<B, Ats>>(b.template column<Ats>())) &&
          ...);
}

template <class A, class B, class Numbers = typename A::columns_type::Types::Numbers>
struct ColumnsOrder {};
template <class A, class B, std::size_t... Ats>
  requires(Ordered<typename A::label_type, typename B::label_type> &&
           (Ordered<ColumnOf<A, Ats>, ColumnOf<B, Ats>> && ...))
struct ColumnsOrder<A, B, std::index_sequence<Ats...>> {
  using type = std::common_comparison_category_t<ThreeWay<typename A::label_type, typename B::label_type>,
                                                 ThreeWay<ColumnOf<A, Ats>, ColumnOf<B, Ats>>...>;
  static type of(const A& a, const B& b) {
    type order = detail::three_way(detail::label_of(a), detail::label_of(b));
    const auto next = [&order](auto x, auto y) {
      order = detail::compare<false>(x, y);
      return std::is_eq(order);
    };
    if (std::is_eq(order))
      static_cast<void>((next(std::span<const ColumnOf<A, Ats>>(a.template column<Ats>()),
                              std::span<const ColumnOf<B, Ats>>(b.template column<Ats>())) &&
                         ...));
    return order;
  }
};

template <class A>
struct ColumnsHash {
  [[nodiscard]] std::size_t operator()(const A& a) const {
    if (!a) return 0;
    std::size_t hash = 0;
    if constexpr (!std::is_same_v<typename A::label_type, NoLabel>)
      hash = std::hash<typename A::label_type>()(detail::label_of(a));
    A::columns_type::each([&]<std::size_t At>() {
      const auto elements = a.template column<At>();
      hash = detail::hash_combine(hash, elements.size());
      for (const auto& x : elements) hash = detail::hash_combine(hash, std::hash<ColumnOf<A, At>>()(x));
    });
    return hash;
  }
};
template <class Label, class Types, class Numbers = typename Types::Numbers>
inline constexpr bool hashes_columns = false;
template <class Label, class Types, std::size_t... Ats>
inline constexpr bool hashes_columns<Label, Types, std::index_sequence<Ats...>> =
    (std::is_same_v<Label, NoLabel> || Hashable<Label>) &&
    (Hashable<typename Types::template Type<Ats>> && ...);

}  // namespace detail

/// Whether the labels and all arrays are equal. A null handle equals only a null handle.
/// \throws what comparing labels and elements throws. Strong guarantee
template <class A, class B>
  requires detail::LikeColumns<A, B>
[[nodiscard]] bool operator==(const A& a, const B& b) {
  static_assert(
      detail::EqualTo<typename A::label_type, typename B::label_type>,
      "heaparray: arrays are compared label first, and these labels have no operator==. Give the label type "
      "one, or compare the columns.");
  if (!a || !b) return !a && !b;
  return detail::label_of(a) == detail::label_of(b) &&
         detail::columns_equal(a, b, typename A::columns_type::Types::Numbers());
}

/// Compares the labels, then the arrays one after the other, each lexicographically. A null handle is less
/// than every other handle.
/// \throws what comparing labels and elements throws. Strong guarantee
template <class A, class B>
  requires detail::LikeColumns<A, B>
[[nodiscard]] auto operator<=>(const A& a, const B& b) -> typename detail::ColumnsOrder<A, B>::type {
  if (!a || !b) return static_cast<bool>(a) <=> static_cast<bool>(b);
  return detail::ColumnsOrder<A, B>::of(a, b);
}

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_COLUMNS_READER_HPP
