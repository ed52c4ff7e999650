// SPDX-License-Identifier: MIT
//
// fmt.hpp (opt-in): arrays in the library {fmt}, from its version 9 on. Declares nothing if there is no <fmt/ranges.h>.
//
//   fmt::format("{}", array);      // HeapArray { label: 17, len: 3, elements: [0, 1, 2] }
//
// The specifications are those of format.hpp. Every array that models ReadableArray can be formatted, also one of your
// own; its name is `array_name<A>`.
#ifndef HEAPARRAY_FMT_HPP
#define HEAPARRAY_FMT_HPP

#if __has_include(<fmt/ranges.h>)

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>
#include <type_traits>

#include "concepts.hpp"
#include "config.hpp"
#include "detail/handle/formatter.hpp"  // IWYU pragma: export
#include "detail/handle/print.hpp"      // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

struct FmtFormat {
  template <class T>
  using Formatter = fmt::formatter<T, char>;
  using Error = fmt::format_error;

  template <class Out, class T>
  static Out put(Out out, const T& value) {
    return fmt::format_to(out, "{}", value);
  }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

/// Not a range for {fmt}, which would have a second formatter for it.
template <heaparray::ReadableArray A>
struct fmt::is_range<A, char> : std::false_type {};

/// The formatter of readable arrays, for the specifications of format.hpp. An array of characters that keeps a NUL
/// (ArcText, RcText) is written as its `std::string_view`.
template <heaparray::ReadableArray A>
struct fmt::formatter<A, char>
    : std::conditional_t<heaparray::detail::PrintsAsText<A>, fmt::formatter<std::string_view, char>,
                         heaparray::detail::ArrayFormatterFor<heaparray::detail::FmtFormat, A>> {};

/// The array that the cell holds, with the specifications of arrays; of an AtomicPtrArray only the address, by `{}`.
template <heaparray::AtomicArrayRef Cell>
    struct fmt::formatter<Cell, char> : std::conditional_t < requires(const Cell& cell) {
  cell.load();
}, std::type_identity<heaparray::detail::CellFormatterFor<heaparray::detail::FmtFormat, Cell>>,
    std::type_identity < heaparray::detail::AddressFormatterFor < heaparray::detail::FmtFormat,
    Cell >>> ::type{};

#endif  // <fmt/ranges.h>

#endif  // HEAPARRAY_FMT_HPP
