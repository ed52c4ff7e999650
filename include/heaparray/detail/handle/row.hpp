// SPDX-License-Identifier: MIT
//
// detail/handle/row.hpp: Row, a tuple of references to one element of each column, and the iterator over
// rows.
//
// A Row is what std::vector<bool>::reference is to a bit: assigning to it writes through to the elements.
// Its value type, in which an algorithm keeps a row, is a std::tuple of the elements.
#ifndef HEAPARRAY_DETAIL_HANDLE_ROW_HPP
#define HEAPARRAY_DETAIL_HANDLE_ROW_HPP
// IWYU pragma: private, include <heaparray/columns.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <tuple>
#include <type_traits>
#include <utility>

#include "../../config.hpp"

HEAPARRAY_NAMESPACE_BEGIN

/// One row of columns: a `std::tuple<Refs...>` of references, which can be taken apart (`auto [x, y] =
/// a[i]`, `std::get<0>(a[i])`), compared, and converted to a tuple of values. Copying a Row copies
/// references. Assigning to one assigns to the elements, also if the Row itself is const or a temporary.
template <class... Refs>
class Row : public std::tuple<Refs...> {
  using Tuple = std::tuple<Refs...>;
  using Numbers = std::index_sequence_for<Refs...>;

  template <class... Us>
  static constexpr bool assigns = (std::is_assignable_v<Refs, Us> && ...);

 public:
  /// References to the elements of one row.
  constexpr explicit Row(Refs... refs) noexcept : Tuple(static_cast<Refs>(refs)...) {}
  Row(const Row&) = default;
  Row(Row&&) noexcept = default;

  /// References to what another Row refers to, or to the elements of a tuple, which must outlive this Row.
  template <class... Us>
    requires(sizeof...(Us) == sizeof...(Refs) && (std::is_convertible_v<const Us&, Refs> && ...))
  constexpr Row(const std::tuple<Us...>& values) noexcept : Row(values, Numbers()) {}
  /// References to the members of `values`.
  template <class... Us>
    requires(sizeof...(Us) == sizeof...(Refs) && (std::is_convertible_v<Us&, Refs> && ...))
  constexpr Row(std::tuple<Us...>& values) noexcept : Row(values, Numbers()) {}

  /// Assigns to each element. (Const, as the assignments of every reference to elements that is an object:
  /// algorithms require it.)
  /// \throws what an assignment throws. Basic guarantee: the elements before it have their new values
  constexpr const Row& operator=(const Row& other) const
    requires assigns<Refs...>
  {
    return assign(other, Numbers());
  }
  /// Copies the values into the elements. The references stay what they are.
  template <class... Us>
    requires(sizeof...(Us) == sizeof...(Refs) && assigns<const Us&...>)
  constexpr const Row& operator=(const std::tuple<Us...>& values) const {
    return assign(values, Numbers());
  }
  /// Moves the values into the elements.
  template <class... Us>
    requires(sizeof...(Us) == sizeof...(Refs) && assigns<Us...>)
  constexpr const Row& operator=(std::tuple<Us...>&& values) const {
    return assign(std::move(values), Numbers());
  }
  /// Refused: elements that are read as const.
  template <class Other>
    requires((std::is_const_v<std::remove_reference_t<Refs>> || ...))
  void operator=(Other&&) const = delete;  // heaparray: read-only: a shared handle writes through make_mut()

  /// Swaps the elements, not the references.
  /// \throws what swapping throws. Basic guarantee: the elements before those that threw are swapped
  friend constexpr void swap(Row a,
                             Row b) noexcept((std::is_nothrow_swappable_v<std::remove_reference_t<Refs>> &&
                                              ...))
    requires((std::is_swappable_v<std::remove_reference_t<Refs>> && ...))
  {
    a.swap_with(b, Numbers());
  }

 private:
  template <class Values, std::size_t... Ats>
  constexpr Row(Values& values, std::index_sequence<Ats...>) noexcept
      : Tuple(static_cast<Refs>(std::get<Ats>(values))...) {}

  template <class Values, std::size_t... Ats>
  constexpr const Row& assign(Values&& values, std::index_sequence<Ats...>) const {
    ((std::get<Ats>(*this) = std::get<Ats>(std::forward<Values>(values))), ...);
    return *this;
  }
  template <std::size_t... Ats>
  constexpr void swap_with(Row& other, std::index_sequence<Ats...>) {
    (std::ranges::swap(std::get<Ats>(*this), std::get<Ats>(other)), ...);
  }
};

namespace detail {

/// A random-access iterator over rows: the first element of each column, and an index. `Ts` are const if
/// the rows are read only.
template <class... Ts>
class RowIterator {
 public:
  using iterator_concept = std::random_access_iterator_tag;
  using iterator_category = std::random_access_iterator_tag;
  using value_type = std::tuple<std::remove_const_t<Ts>...>;
  using difference_type = std::ptrdiff_t;
  using reference = Row<Ts&...>;
  using pointer = void;

  constexpr RowIterator() noexcept = default;
  constexpr RowIterator(difference_type i, Ts*... columns) noexcept : i_(i), columns_(columns...) {}
  /// From an iterator that writes to one that reads.
  template <class... Us>
    requires(!std::is_same_v<RowIterator<Us...>, RowIterator> && (std::is_convertible_v<Us*, Ts*> && ...))
  constexpr RowIterator(const RowIterator<Us...>& other) noexcept : i_(other.i_), columns_(other.columns_) {}

  HEAPARRAY_STEP_OVER constexpr reference operator*() const noexcept { return (*this)[0]; }
  HEAPARRAY_STEP_OVER constexpr reference operator[](difference_type n) const noexcept {
    return std::apply([i = i_ + n](Ts*... columns) { return reference(columns[i]...); }, columns_);
  }

  constexpr RowIterator& operator+=(difference_type n) noexcept {
    i_ += n;
    return *this;
  }
  constexpr RowIterator& operator-=(difference_type n) noexcept { return *this += -n; }
  constexpr RowIterator& operator++() noexcept { return *this += 1; }
  constexpr RowIterator& operator--() noexcept { return *this += -1; }
  constexpr RowIterator operator++(int) noexcept {
    const RowIterator before = *this;
    ++*this;
    return before;
  }
  constexpr RowIterator operator--(int) noexcept {
    const RowIterator before = *this;
    --*this;
    return before;
  }
  friend constexpr RowIterator operator+(RowIterator it, difference_type n) noexcept { return it += n; }
  friend constexpr RowIterator operator+(difference_type n, RowIterator it) noexcept { return it += n; }
  friend constexpr RowIterator operator-(RowIterator it, difference_type n) noexcept { return it -= n; }
  /// \pre both are of one array; so are those that are compared
  friend constexpr difference_type operator-(const RowIterator& a, const RowIterator& b) noexcept {
    return a.i_ - b.i_;
  }
  friend constexpr bool operator==(const RowIterator& a, const RowIterator& b) noexcept {
    return a.i_ == b.i_;
  }
  friend constexpr std::strong_ordering operator<=>(const RowIterator& a, const RowIterator& b) noexcept {
    return a.i_ <=> b.i_;
  }

  /// The elements of a row, to be moved from.
  friend constexpr Row<Ts&&...> iter_move(const RowIterator& it) noexcept {
    return std::apply([i = it.i_](Ts*... columns) { return Row<Ts&&...>(std::move(columns[i])...); },
                      it.columns_);
  }
  friend constexpr void iter_swap(const RowIterator& a, const RowIterator& b) noexcept(noexcept(swap(*a, *b)))
    requires((std::is_swappable_v<Ts> && ...))
  {
    swap(*a, *b);
  }

 private:
  template <class...>
  friend class RowIterator;

  difference_type i_ = 0;
  std::tuple<Ts*...> columns_{};
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

template <class... Refs>
struct std::tuple_size<heaparray::Row<Refs...>> : std::integral_constant<std::size_t, sizeof...(Refs)> {};
template <std::size_t At, class... Refs>
struct std::tuple_element<At, heaparray::Row<Refs...>> : std::tuple_element<At, std::tuple<Refs...>> {};

// What refers to a row as well as to a kept one: a Row of common references.
template <class... Refs, class... Others, template <class> class Q, template <class> class R>
  requires(sizeof...(Refs) == sizeof...(Others))
struct std::basic_common_reference<heaparray::Row<Refs...>, heaparray::Row<Others...>, Q, R> {
  using type = heaparray::Row<std::common_reference_t<Refs, Others>...>;
};
template <class... Refs, class... Ts, template <class> class Q, template <class> class R>
  requires(sizeof...(Refs) == sizeof...(Ts))
struct std::basic_common_reference<heaparray::Row<Refs...>, std::tuple<Ts...>, Q, R> {
  using type = heaparray::Row<std::common_reference_t<Refs, R<Ts>>...>;
};
template <class... Ts, class... Refs, template <class> class Q, template <class> class R>
  requires(sizeof...(Refs) == sizeof...(Ts))
struct std::basic_common_reference<std::tuple<Ts...>, heaparray::Row<Refs...>, Q, R> {
  using type = heaparray::Row<std::common_reference_t<Q<Ts>, Refs>...>;
};

#endif  // HEAPARRAY_DETAIL_HANDLE_ROW_HPP
