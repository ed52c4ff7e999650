// SPDX-License-Identifier: MIT
//
// detail/handle/print.hpp: the text of an array, the same for streams and for std::format.
//
//   HeapArray { label: 17, len: 3, elements: [0, 1, 2] }
//   RcArray { len: 8, ref_count: 2, elements: ['a', 'b', ...] }
//   null
#ifndef HEAPARRAY_DETAIL_HANDLE_PRINT_HPP
#define HEAPARRAY_DETAIL_HANDLE_PRINT_HPP
// IWYU pragma: private, include <heaparray/ostream.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>

#include "../../array_operators.hpp"
#include "../../concepts.hpp"
#include "../../config.hpp"
#include "../../fwd.hpp"
#include "../../label.hpp"
#include "../../ref_count.hpp"

HEAPARRAY_NAMESPACE_BEGIN

/// The name with which arrays of type `A` are printed. Specialise it for types of your own.
template <class A>
inline constexpr std::string_view array_name = "Array";
/// The everyday name of a kind of unique handle.
template <class T, class Label, class Length, class Count, class Allocator>
inline constexpr std::string_view array_name<BasicArray<T, Label, Length, Count, Allocator>> =
    (detail::FixesLength<Length>) ? "FixedArray" : (Length::in_handle ? "HeapArray" : "ThinPtrArray");
/// The everyday name of a kind of shared handle.
template <class T, class Label, class Length, class Count, class Allocator>
inline constexpr std::string_view array_name<BasicRcArray<T, Label, Length, Count, Allocator>> =
    Length::in_handle ? (Count::thread_safe ? "ArcArray" : "RcArray")
                      : (Count::thread_safe ? "TpArcArray" : "TpRcArray");
/// The name of a text that is shared among threads.
template <class Label, class Allocator>
inline constexpr std::string_view array_name<ArcText<Label, Allocator>> = "ArcText";
/// The name of a text that is shared on one thread.
template <class Label, class Allocator>
inline constexpr std::string_view array_name<RcText<Label, Allocator>> = "RcText";
/// The name of a slice.
template <class Handle>
inline constexpr std::string_view array_name<SharedSlice<Handle>> = "SharedSlice";
/// The name of an array in static storage.
template <class T, std::size_t N, class Label>
inline constexpr std::string_view array_name<StaticArray<T, N, Label>> = "StaticArray";
/// The name of a guard.
template <class Handle, class Registry>
inline constexpr std::string_view array_name<Borrowed<Handle, Registry>> = "Borrowed";

namespace detail {

/// Prints `text` between two `quote`s, with the escapes of a string literal. Bytes above `last` are escaped
/// too, because a single one is not a character.
template <class Sink>
void print_quoted(Sink& sink, std::string_view text, char quote, unsigned last) {
  constexpr const char* hex = "0123456789abcdef";
  const std::string_view quotes(std::addressof(quote), 1);
  sink.text(quotes);
  std::size_t begin = 0;
  for (std::size_t i = 0; i != text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool is_control = byte < 0x20 || byte == 0x7F || byte > last;
    if (!is_control && text[i] != quote && text[i] != '\\') continue;
    sink.text(text.substr(begin, i - begin));
    const char escaped[] = {'\\', 'x', hex[byte >> 4], hex[byte & 15]};
    sink.text(std::string_view(escaped, is_control ? sizeof escaped : 1));
    begin = is_control ? i + 1 : i;
  }
  sink.text(text.substr(begin));
  sink.text(quotes);
}

/// An array that is a text, such as an ArcText, and as an element or a label is printed like a std::string.
template <class T>
concept PrintsAsText =
    ReadableArray<T> && detail::is_text<T>() && std::is_same_v<typename T::value_type, char>;

/// Prints one element or label. A `Sink` has `text(std::string_view)` and `value(const T&)`;
/// `Sink::can_print<T>` says whether `value` accepts a `T`.
template <class Sink, class T>
void print_value(Sink& sink, const T& value) {
  if constexpr (is_std_atomic<T>) {
    detail::print_value(sink, value.load());
  } else if constexpr (std::is_same_v<T, bool>) {
    sink.text(value ? "true" : "false");
  } else if constexpr (std::is_null_pointer_v<T>) {
    sink.text("null");
  } else if constexpr (std::is_same_v<T, char>) {
    detail::print_quoted(sink, std::string_view(std::addressof(value), 1), '\'', 0x7E);
  } else if constexpr (std::is_convertible_v<const T&, std::string_view> && !ReadableArray<T>) {
    if constexpr (std::is_pointer_v<T>)
      if (value == nullptr) return sink.text("null");
    detail::print_quoted(sink, std::string_view(value), '"', 0xFF);
  } else if constexpr (PrintsAsText<T>) {
    if (detail::is_null(value)) return sink.text("null");
    detail::print_quoted(sink, std::string_view(value), '"', 0xFF);
  } else if constexpr (std::is_same_v<T, std::byte> || (std::is_integral_v<T> && sizeof(T) == 1)) {
    sink.value(static_cast<int>(value));  // a number, not a character
  } else if constexpr (Sink::template can_print<T>) {
    sink.value(value);
  } else {
    sink.text("?");
  }
}

/// Prints each element by `print_one`, at most `max` of them. "..." stands for the remaining ones.
template <class Sink, class T, class PrintOne>
void print_elements(Sink& sink, std::span<const T> elements, std::size_t max, const PrintOne& print_one) {
  for (std::size_t i = 0; i != elements.size(); ++i) {
    if (i != 0) sink.text(", ");
    if (i == max) return sink.text("...");
    print_one(elements[i]);
  }
}

/// Prints a whole array, with at most `max` elements, each by `print_one`; the number of owners only if they
/// are `counted`.
template <class Sink, ReadableArray A, class PrintOne>
void print_array(Sink& sink, const A& array, std::size_t max, const PrintOne& print_one,
                 [[maybe_unused]] bool counted = true) {
  if (detail::is_null(array)) {
    sink.text("null");
    return;
  }
  sink.text(array_name<A>);
  sink.text(" { ");
  if constexpr (!std::is_same_v<typename A::label_type, NoLabel>) {
    const typename A::label_type& label = array.label();
    sink.text("label: ");
    detail::print_value(sink, label);
    sink.text(", ");
  }
  const auto elements = detail::elements_of(array);
  sink.text("len: ");
  sink.value(elements.size());
  if constexpr (ArrayRef<A>) {
    if (counted) {
      sink.text(", ref_count: ");
      sink.value(array.use_count());
    }
  }
  sink.text(", elements: [");
  detail::print_elements(sink, elements, max, print_one);
  sink.text("] }");
}
template <class Sink, ReadableArray A>
void print_array(Sink& sink, const A& array, std::size_t max) {
  detail::print_array(sink, array, max,
                      [&sink](const typename A::value_type& element) { detail::print_value(sink, element); });
}

/// Prints what an AtomicPtrArray holds: an address, because another thread may destroy the array at any time.
template <class Sink>
void print_address(Sink& sink, const void* address) {
  sink.text("AtomicPtrArray { ");
  if (address == nullptr)
    sink.text("null");
  else
    sink.value(address);
  sink.text(" }");
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_PRINT_HPP
