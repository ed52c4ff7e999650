// SPDX-License-Identifier: MIT
//
// format.hpp (opt-in): arrays in std::format. Declares nothing if the standard library has no std::format.
//
//   std::format("{}", array);      // HeapArray { label: 17, len: 3, elements: [0, 1, 2] }
//   std::format("{:.2}", array);   // HeapArray { label: 17, len: 3, elements: [0, 1, ...] }
//
// The precision is the largest number of elements to write. For an array type of your own:
//
//   template <> struct std::formatter<MyArray> : heaparray::ArrayFormatter<MyArray> {};
#ifndef HEAPARRAY_FORMAT_HPP
#define HEAPARRAY_FORMAT_HPP

#include <version>

#if defined(__cpp_lib_format)

#include <cstddef>
#include <cstdint>
#include <format>
#include <string_view>
#include <type_traits>

#include "concepts.hpp"
#include "config.hpp"
#include "detail/base/fail.hpp"     // IWYU pragma: export
#include "detail/handle/print.hpp"  // IWYU pragma: export
#include "fwd.hpp"                  // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

template <class Out>
struct FormatSink {
  template <class T>
  static constexpr bool can_print = std::is_default_constructible_v<std::formatter<T, char>>;

  Out out;

  void text(std::string_view s) { out = std::format_to(out, "{}", s); }
  template <class T>
  void value(const T& v) {
    out = std::format_to(out, "{}", v);
  }
};

}  // namespace detail

/// The formatter of readable arrays. The format specification is empty, or `.N` to write at most `N`
/// elements.
template <class A>
struct ArrayFormatter {
  /// \throws std::format_error for any other specification. If the specification is a constant, it is a
  ///         compile error
  constexpr auto parse(std::format_parse_context& context) {
    auto it = context.begin();
    const auto last = context.end();
    if (it == last || *it == '}') return it;
    if (*it++ != '.' || it == last || *it < '0' || *it > '9')
      detail::raise<std::format_error>(
          "heaparray: the format of an array is {} or {:.N}, N the most elements to write");
    max = 0;
    for (; it != last && *it >= '0' && *it <= '9'; ++it) {
      const auto digit = static_cast<std::size_t>(*it - '0');
      max = max > (SIZE_MAX - digit) / 10 ? SIZE_MAX : max * 10 + digit;
    }
    if (it != last && *it != '}')
      detail::raise<std::format_error>(
          "heaparray: the format of an array is {} or {:.N}, N the most elements to write");
    return it;
  }

  /// Writes `array`, as `operator<<` of ostream.hpp does.
  template <class Context>
  auto format(const A& array, Context& context) const {
    static_assert(ReadableArray<A>,
                  "heaparray: ArrayFormatter<A> needs an A that models heaparray::ReadableArray.");
    detail::FormatSink<typename Context::iterator> sink{context.out()};
    detail::print_array(sink, array, max);
    return sink.out;
  }

 private:
  std::size_t max = SIZE_MAX;
};

HEAPARRAY_NAMESPACE_END

template <class T, class Label, class Length, class Count, class Allocator>
struct std::formatter<heaparray::BasicArray<T, Label, Length, Count, Allocator>, char>
    : heaparray::ArrayFormatter<heaparray::BasicArray<T, Label, Length, Count, Allocator>> {};

template <class T, class Label, class Length, class Count, class Allocator>
struct std::formatter<heaparray::BasicRcArray<T, Label, Length, Count, Allocator>, char>
    : heaparray::ArrayFormatter<heaparray::BasicRcArray<T, Label, Length, Count, Allocator>> {};

/// An array of characters that keeps a NUL (ArcText, RcText) is written as its `std::string_view`.
template <class Label, class Length, class Count, class Allocator>
struct std::formatter<heaparray::BasicArray<char, Label, heaparray::Terminated<Length>, Count, Allocator>,
                      char> : std::formatter<std::string_view, char> {};
/// The same.
template <class Label, class Length, class Count, class Allocator>
struct std::formatter<heaparray::BasicRcArray<char, Label, heaparray::Terminated<Length>, Count, Allocator>,
                      char> : std::formatter<std::string_view, char> {};

template <class Handle>
struct std::formatter<heaparray::SharedSlice<Handle>, char>
    : heaparray::ArrayFormatter<heaparray::SharedSlice<Handle>> {};

template <class T, std::size_t N, class Label>
struct std::formatter<heaparray::StaticArray<T, N, Label>, char>
    : heaparray::ArrayFormatter<heaparray::StaticArray<T, N, Label>> {};

template <class Handle, class Registry>
struct std::formatter<heaparray::Borrowed<Handle, Registry>, char>
    : heaparray::ArrayFormatter<heaparray::Borrowed<Handle, Registry>> {};

#endif  // __cpp_lib_format

#endif  // HEAPARRAY_FORMAT_HPP
