// SPDX-License-Identifier: MIT
//
// ostream.hpp (opt-in): prints arrays to streams.
//
//   std::cout << array << '\n';                // HeapArray { label: 17, len: 3, elements: [0, 1, 2] }
//   std::cout << shortened(array, 2) << '\n';  // HeapArray { label: 17, len: 3, elements: [0, 1, ...] }
#ifndef HEAPARRAY_OSTREAM_HPP
#define HEAPARRAY_OSTREAM_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string_view>

#include "concepts.hpp"
#include "config.hpp"
#include "detail/handle/print.hpp"  // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

struct StreamSink {
  template <class T>
  static constexpr bool can_print = requires(std::ostream& os, const T& value) {
    { os << value } -> std::convertible_to<std::ostream&>;
  };

  std::ostream& os;

  void text(std::string_view s) { os << s; }
  template <class T>
  void value(const T& v) {
    os << v;
  }
};

}  // namespace detail

/// An array of which at most `max` elements are printed. It refers to the array: use it in the same
/// expression.
template <ReadableArray A>
struct Shortened {
  const A& array;   ///< the array to print
  std::size_t max;  ///< the largest number of elements to print

  /// \throws what the stream and the operators of the label and the elements throw. Basic guarantee: a part
  ///         may have been written
  friend std::ostream& operator<<(std::ostream& os, const Shortened& s) {
    os.width(0);  // the width is for a field, and an array is not one
    detail::StreamSink sink{os};
    detail::print_array(sink, s.array, s.max);
    return os;
  }
};

/// For printing at most `max` elements of `array`. \see Shortened
template <ReadableArray A>
[[nodiscard]] Shortened<A> shortened(const A& array, std::size_t max) noexcept {
  return {array, max};
}

/// Prints the name, the label, the length, the number of owners if they are counted, and the elements. Prints
/// "null" for a null handle. Labels and elements without an `operator<<` are printed as "?".
/// \throws what the stream and the operators of the label and the elements throw. Basic guarantee: a part
///         may have been written
template <ReadableArray A>
std::ostream& operator<<(std::ostream& os, const A& array) {
  return os << heaparray::shortened(array, SIZE_MAX);
}

/// Prints the array that the cell holds, at some moment, without the number of owners: the cell counts some in
/// advance. For an AtomicPtrArray, prints only the address of the first element, because another thread may
/// destroy the array at any time.
/// \throws as for arrays. Basic guarantee: a part may have been written
template <AtomicArrayRef Cell>
std::ostream& operator<<(std::ostream& os, const Cell& cell) {
  os.width(0);
  detail::StreamSink sink{os};
  if constexpr (requires { cell.load(); }) {
    const auto array = cell.load();
    const auto print_one = [&sink](const auto& element) { detail::print_value(sink, element); };
    detail::print_array(sink, array, SIZE_MAX, print_one, false);
  } else {
    detail::print_address(sink, cell.peek());
  }
  return os;
}

/// For GoogleTest, which without it prints the elements, as of any container. Prints the same as `<<`, and an
/// array of characters that keeps a NUL (ArcText, RcText) in quotes.
/// \throws as `<<`. Basic guarantee: a part may have been written
template <ReadableArray A>
void PrintTo(const A& array, std::ostream* os) {
  detail::StreamSink sink{*os};
  if constexpr (detail::PrintsAsText<A>)
    detail::print_value(sink, array);
  else
    detail::print_array(sink, array, SIZE_MAX);
}

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_OSTREAM_HPP
