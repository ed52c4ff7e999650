// SPDX-License-Identifier: MIT
//
// format.hpp (opt-in): arrays in std::format. Declares nothing if the standard library has no std::format.
//
//   std::format("{}", array);      // HeapArray { label: 17, len: 3, elements: [0, 1, 2] }
//   std::format("{:.2}", array);   // HeapArray { label: 17, len: 3, elements: [0, 1, ...] }
//   std::format("{::#x}", array);  // HeapArray { label: 17, len: 3, elements: [0x0, 0x1, 0x2] }
//   std::format("{:n}", array);    // 0, 1, 2
//   std::format("{:s}", chars);    // hello
//
// A cell is written as the array that it holds, without the number of owners; an AtomicPtrArray as an address.
// A specification is `[.N][n][:format]`: at most N elements; nothing except elements; the format of an element, as for
// ranges in C++23. Without one, elements are written as by ostream.hpp. For arrays of `char` it may be `[.N]s` or
// `[.N]?s`: the text, plain or quoted. For an array type of your own:
//
//   template <> struct std::formatter<MyArray> : heaparray::ArrayFormatter<MyArray> {};
#ifndef HEAPARRAY_FORMAT_HPP
#define HEAPARRAY_FORMAT_HPP

#include <version>

#if defined(__cpp_lib_format)

#include <cstddef>
#include <format>
#include <string_view>

#include "config.hpp"
#include "detail/handle/formatter.hpp"  // IWYU pragma: export
#include "detail/handle/print.hpp"      // IWYU pragma: export
#include "fwd.hpp"                      // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

struct StdFormat {
  template <class T>
  using Formatter = std::formatter<T, char>;
  using Error = std::format_error;

  template <class Out, class T>
  static Out put(Out out, const T& value) {
    return std::format_to(out, "{}", value);
  }
};

}  // namespace detail

/// The formatter of readable arrays, for the specifications of format.hpp.
template <class A>
struct ArrayFormatter : detail::ArrayFormatterFor<detail::StdFormat, A> {};

HEAPARRAY_NAMESPACE_END

/// The formatter of unique arrays, for the specifications of ArrayFormatter.
template <class T, class Label, class Length, class Count, class Allocator>
struct std::formatter<heaparray::BasicArray<T, Label, Length, Count, Allocator>, char>
    : heaparray::ArrayFormatter<heaparray::BasicArray<T, Label, Length, Count, Allocator>> {};

/// That of shared arrays.
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

/// That of slices.
template <class Handle>
struct std::formatter<heaparray::SharedSlice<Handle>, char>
    : heaparray::ArrayFormatter<heaparray::SharedSlice<Handle>> {};

/// That of arrays in static storage.
template <class T, std::size_t N, class Label>
struct std::formatter<heaparray::StaticArray<T, N, Label>, char>
    : heaparray::ArrayFormatter<heaparray::StaticArray<T, N, Label>> {};

/// That of borrowed arrays.
template <class Handle, class Registry>
struct std::formatter<heaparray::Borrowed<Handle, Registry>, char>
    : heaparray::ArrayFormatter<heaparray::Borrowed<Handle, Registry>> {};

/// The array that the cell holds, with the specifications of arrays.
template <class Handle, class Protocol>
struct std::formatter<heaparray::BasicAtomicArcArray<Handle, Protocol>, char>
    : heaparray::detail::CellFormatterFor<heaparray::detail::StdFormat,
                                          heaparray::BasicAtomicArcArray<Handle, Protocol>> {};

/// The address of the first element.
template <class T, class Label, class Allocator>
struct std::formatter<heaparray::AtomicPtrArray<T, Label, Allocator>, char>
    : heaparray::detail::CellFormatterFor<heaparray::detail::StdFormat,
                                          heaparray::AtomicPtrArray<T, Label, Allocator>> {};

#endif  // __cpp_lib_format

#endif  // HEAPARRAY_FORMAT_HPP
