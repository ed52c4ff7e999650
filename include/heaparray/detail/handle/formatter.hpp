// SPDX-License-Identifier: MIT
//
// detail/handle/formatter.hpp: what format.hpp and fmt.hpp share: the specification of a format, and the writing.
//
// `Library` says what both libraries have under names of their own:
//
//   typename Formatter<T>   the formatter of a T, and of its format_error
//   typename Error
//   put(out, values...)     format_to(out, "{}", value) for each of them; returns the iterator behind
#ifndef HEAPARRAY_DETAIL_HANDLE_FORMATTER_HPP
#define HEAPARRAY_DETAIL_HANDLE_FORMATTER_HPP
// IWYU pragma: private, include <heaparray/format.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "../../concepts.hpp"
#include "../../config.hpp"
#include "../../label.hpp"
#include "../base/fail.hpp"
#include "print.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

template <class Library, class Out>
struct FormatSink {
  template <class T>
  static constexpr bool can_print = std::is_default_constructible_v<typename Library::template Formatter<T>>;

  Out out;

  void text(std::string_view s) { out = Library::put(out, s); }
  template <class T>
  void value(const T& v) {
    out = Library::put(out, v);
  }
};

/// What an element is formatted as: itself, or what an atomic holds.
template <class T>
struct Formatted {
  using type = T;
};
template <class T>
  requires is_std_atomic<T>
struct Formatted<T> {
  using type = typename T::value_type;
};

/// The formatter of elements that have none.
struct NoFormatter {};

/// The formatter of readable arrays for one library.
template <class Library, class A>
class ArrayFormatterFor {
  using T = typename A::value_type;
  using Plain = typename Formatted<T>::type;
  template <class U>
  using FormatterOf = typename Library::template Formatter<U>;
  static constexpr bool has_formatter = std::is_default_constructible_v<FormatterOf<Plain>>;
  using ElementFormatter = typename std::conditional_t<has_formatter, std::type_identity<FormatterOf<Plain>>,
                                                       std::type_identity<NoFormatter>>::type;

  enum class Style : unsigned char { array, elements, text, quoted };

 public:
  /// \throws the library's format_error for a wrong specification. If the specification is a constant, it is a
  ///         compile error. Basic guarantee: some of the specification may have been stored
  template <class Context>
  constexpr auto parse(Context& context) {
    auto it = context.begin();
    const auto last = context.end();
    const auto at = [&](char c) { return it != last && *it == c; };
    const auto is_digit = [&] { return it != last && *it >= '0' && *it <= '9'; };
    if (at('.')) {
      ++it;
      if (!is_digit()) wrong();
      for (max = 0; is_digit(); ++it) {
        const auto digit = static_cast<std::size_t>(*it - '0');
        max = max > (SIZE_MAX - digit) / 10 ? SIZE_MAX : max * 10 + digit;
      }
    }
    if (at('n')) {
      style = Style::elements;
      ++it;
    } else if (std::is_same_v<T, char> && (at('s') || at('?'))) {
      style = Style::text;
      if (at('?')) {
        style = Style::quoted;
        ++it;
      }
      if (!at('s')) wrong();
      ++it;
    }
    if (at(':') && (style == Style::array || style == Style::elements)) {
      if constexpr (has_formatter) {
        with_format = true;
        context.advance_to(++it);
        it = element.parse(context);
      } else {
        detail::raise<typename Library::Error>(
            "heaparray: the elements of this array have no formatter, and so no format after ':'");
      }
    }
    if (it != last && *it != '}') wrong();
    return it;
  }

  /// Writes `array`, as `operator<<` of ostream.hpp does, or what the specification says.
  /// \throws what the output and the formatters throw. Basic guarantee: a part may have been written
  template <class Context>
  auto format(const A& array, Context& context) const {
    return write(array, context, true);
  }

 protected:
  /// The number of owners only if they are `counted`.
  template <class Context>
  auto write(const A& array, Context& context, bool counted) const {
    static_assert(ReadableArray<A>,
                  "heaparray: ArrayFormatter<A> needs an A that models heaparray::ReadableArray.");
    FormatSink<Library, std::remove_cvref_t<decltype(context.out())>> sink{context.out()};
    const auto print_one = [&](const T& value) {
      if constexpr (has_formatter) {
        if (with_format) {
          context.advance_to(sink.out);
          if constexpr (is_std_atomic<T>)
            sink.out = element.format(value.load(), context);
          else
            sink.out = element.format(value, context);
          return;
        }
      }
      detail::print_value(sink, value);
    };
    if (style == Style::array) {
      detail::print_array(sink, array, max, print_one, counted);
    } else if (style == Style::elements) {
      detail::print_elements(sink, detail::elements_of(array), max, print_one);
    } else if constexpr (std::is_same_v<T, char>) {
      const auto elements = detail::elements_of(array);
      const std::string_view text = std::string_view(elements.data(), elements.size()).substr(0, max);
      if (style == Style::text)
        sink.text(text);
      else
        detail::print_quoted(sink, text, '"', 0xFF);
    }
    return sink.out;
  }

 private:
  HEAPARRAY_NORETURN static void wrong() {
    detail::raise<typename Library::Error>(
        std::is_same_v<T, char>
            ? "heaparray: the format of an array of characters is [.N][n][:format of an element], or "
              "[.N]s or [.N]?s for its text, N the most elements to write"
            : "heaparray: the format of an array is [.N][n][:format of an element], N the most elements to "
              "write, n for no more than elements");
  }

  std::size_t max = SIZE_MAX;
  Style style = Style::array;
  bool with_format = false;
  HEAPARRAY_NO_UNIQUE_ADDRESS ElementFormatter element{};
};

/// The formatter of cells that count: of the array that the cell holds.
template <class Library, class Cell>
struct CellFormatterFor : ArrayFormatterFor<Library, typename Cell::handle_type> {
  /// Writes the array that the cell holds, at some moment, as `operator<<` of ostream.hpp does, or what the
  /// specification says.
  template <class Context>
  auto format(const Cell& cell, Context& context) const {
    return this->write(cell.load(), context, false);
  }
};

/// The formatter of cells that do not count: of an address.
template <class Library, class Cell>
struct AddressFormatterFor {
  /// The specification is empty.
  template <class Context>
  constexpr auto parse(Context& context) {
    if (context.begin() != context.end() && *context.begin() != '}')
      detail::raise<typename Library::Error>("heaparray: an AtomicPtrArray is formatted by {} only");
    return context.begin();
  }

  /// Writes the address of the first element, as `operator<<` of ostream.hpp does.
  template <class Context>
  auto format(const Cell& cell, Context& context) const {
    FormatSink<Library, std::remove_cvref_t<decltype(context.out())>> sink{context.out()};
    detail::print_address(sink, cell.peek());
    return sink.out;
  }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_FORMATTER_HPP
