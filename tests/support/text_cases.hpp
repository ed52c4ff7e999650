// SPDX-License-Identifier: MIT
//
// The text of arrays, which is the same on streams and from std::format: the tests of both run these cases.
//
// `print(array)` gives the text, `print(array, max)` that of at most `max` elements.
#ifndef HEAPARRAY_TESTS_TEXT_CASES_HPP
#define HEAPARRAY_TESTS_TEXT_CASES_HPP

#include <heaparray/heaparray.hpp>
#include <heaparray/text.hpp>

#include "support/catch.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>

namespace test {

struct Unprintable {};

constexpr auto digits = [](std::size_t i) { return static_cast<int>(i); };

template <class Print>
void check_text_of_kinds(Print print) {
  using namespace heaparray;
  CHECK(print(HeapArray<int>{0, 1, 2}) == "HeapArray { len: 3, elements: [0, 1, 2] }");
  CHECK(print(FatPtrArray<int>{0, 1, 2}) == "HeapArray { len: 3, elements: [0, 1, 2] }");
  CHECK(print(ThinPtrArray<int>{0, 1, 2}) == "ThinPtrArray { len: 3, elements: [0, 1, 2] }");
  CHECK(print(RcArray<int>{0, 1, 2}) == "RcArray { len: 3, ref_count: 1, elements: [0, 1, 2] }");
  CHECK(print(ArcArray<int>{0, 1, 2}) == "ArcArray { len: 3, ref_count: 1, elements: [0, 1, 2] }");
  CHECK(print(TpRcArray<int>{0, 1, 2}) == "TpRcArray { len: 3, ref_count: 1, elements: [0, 1, 2] }");
  CHECK(print(TpArcArray<int>{0, 1, 2}) == "TpArcArray { len: 3, ref_count: 1, elements: [0, 1, 2] }");
  CHECK(print(ArcArray<int>::owner_type{0, 1, 2}) == "HeapArray { len: 3, elements: [0, 1, 2] }");
  CHECK(print(TpArcArray<int>::owner_type{0, 1, 2}) == "ThinPtrArray { len: 3, elements: [0, 1, 2] }");
  static const StaticArray<int, 3, char> fixed{'s', {0, 1, 2}};
  CHECK(print(fixed) == "StaticArray { label: 's', len: 3, elements: [0, 1, 2] }");
  CHECK(print(SharedSlice(fixed.share(), 1, 3)) == "SharedSlice { label: 's', len: 2, elements: [1, 2] }");
  AtomicArcArray<int> cell(TpArcArray<int>{0, 1, 2});
  const auto borrowed = cell.borrow();
  CHECK(print(borrowed) == "Borrowed { len: 3, elements: [0, 1, 2] }");
}

template <class Print>
void check_text_of_texts(Print print) {
  using namespace heaparray;
  using Text = ArcText<>;
  const HeapArray<Text> texts = HeapArray<Text>::of(Text::from_text("a, b"), Text(), Text::from_text("c\"d"));
  CHECK(print(texts) == "HeapArray { len: 3, elements: [\"a, b\", null, \"c\\\"d\"] }");
  CHECK(print(HeapArray<int, RcText<>>::filled(RcText<>::from_text("label"), 1, 7)) ==
        "HeapArray { label: \"label\", len: 1, elements: [7] }");
  STATIC_REQUIRE(array_name<Text> == "ArcText");
  STATIC_REQUIRE(array_name<RcText<int>> == "RcText");
}

template <class Print>
void check_text_of_counts(Print print) {
  using namespace heaparray;
  const ArcArray<int> a{7};
  const ArcArray<int> b = a;
  const ArcArray<int> c = b;
  CHECK(print(a) == "ArcArray { len: 1, ref_count: 3, elements: [7] }");
  const TpRcArray<int> thin{7};
  const TpRcArray<int> copy = thin;
  CHECK(print(copy) == "TpRcArray { len: 1, ref_count: 2, elements: [7] }");
}

template <class Print>
void check_text_of_null_and_empty(Print print) {
  using namespace heaparray;
  CHECK(print(HeapArray<int>()) == "null");
  CHECK(print(ThinPtrArray<int, int>()) == "null");
  CHECK(print(RcArray<int>()) == "null");
  CHECK(print(TpArcArray<Unprintable, Unprintable>()) == "null");
  CHECK(print(HeapArray<int>(), 0) == "null");
  CHECK(print(HeapArray<int>(0)) == "HeapArray { len: 0, elements: [] }");
  CHECK(print(ArcArray<int>(0)) == "ArcArray { len: 0, ref_count: 1, elements: [] }");
  CHECK(print(HeapArray<int, int>::with_len(5, 0)) == "HeapArray { label: 5, len: 0, elements: [] }");
}

template <class Print>
void check_text_of_labels(Print print) {
  using namespace heaparray;
  CHECK(print(HeapArray<int, int>::with_label(17, 8, [](std::size_t) { return 0; })) ==
        "HeapArray { label: 17, len: 8, elements: [0, 0, 0, 0, 0, 0, 0, 0] }");
  CHECK(print(RcArray<int, std::string>::with_label("name", 1, digits)) ==
        "RcArray { label: \"name\", len: 1, ref_count: 1, elements: [0] }");
  CHECK(print(HeapArray<int, char>::with_label('\n', 0, digits)) ==
        "HeapArray { label: '\\x0a', len: 0, elements: [] }");
  CHECK(print(HeapArray<int, bool>::with_label(true, 0, digits)) ==
        "HeapArray { label: true, len: 0, elements: [] }");
  CHECK(print(HeapArray<int, Unprintable>::with_label(Unprintable(), 1, digits)) ==
        "HeapArray { label: ?, len: 1, elements: [0] }");
  CHECK(print(HeapArray<int, std::mutex>::with_len(label_args(), 1)) ==
        "HeapArray { label: ?, len: 1, elements: [0] }");
  CHECK(print(TpArcArray<int, std::atomic<int>>::with_len(9, 1)) ==
        "TpArcArray { label: 9, len: 1, ref_count: 1, elements: [0] }");
  CHECK(print(HeapArray<int, HeapArray<int>>::with_label(HeapArray<int>{1}, 0, digits)) ==
        "HeapArray { label: HeapArray { len: 1, elements: [1] }, len: 0, elements: [] }");
}

template <class Print>
void check_text_of_elements(Print print) {
  using namespace heaparray;
  CHECK(print(HeapArray<int>{-1, std::numeric_limits<int>::max()}) ==
        "HeapArray { len: 2, elements: [-1, 2147483647] }");
  CHECK(print(HeapArray<double>{0.5, -2.0}) == "HeapArray { len: 2, elements: [0.5, -2] }");
  CHECK(print(HeapArray<bool>{true, false}) == "HeapArray { len: 2, elements: [true, false] }");
  CHECK(print(HeapArray<std::string>{"a", "b c"}) == "HeapArray { len: 2, elements: [\"a\", \"b c\"] }");
  CHECK(print(HeapArray<std::string>{"a, b", "c"}) == "HeapArray { len: 2, elements: [\"a, b\", \"c\"] }");
  CHECK(print(HeapArray<std::string>{"\"\\'\n\x7F", "\xC3\xA9"}) ==
        "HeapArray { len: 2, elements: [\"\\\"\\\\'\\x0a\\x7f\", \"\xC3\xA9\"] }");
  CHECK(print(HeapArray<const char*>{"a", nullptr, "b"}) ==
        "HeapArray { len: 3, elements: [\"a\", null, \"b\"] }");
  CHECK(print(HeapArray<std::nullptr_t>(2)) == "HeapArray { len: 2, elements: [null, null] }");
  CHECK(print(HeapArray<std::string_view>{"text"}) == "HeapArray { len: 1, elements: [\"text\"] }");
  CHECK(print(HeapArray<Unprintable>(2)) == "HeapArray { len: 2, elements: [?, ?] }");
  CHECK(print(HeapArray<wchar_t>{L'x'}) == "HeapArray { len: 1, elements: [?] }");
}

template <class Print>
void check_text_of_chars(Print print) {
  using namespace heaparray;
  CHECK(print(HeapArray<char>{'a', ' ', '~', '"'}) ==
        "HeapArray { len: 4, elements: ['a', ' ', '~', '\"'] }");
  CHECK(print(HeapArray<char>{'\0', '\n', '\x1F'}) ==
        "HeapArray { len: 3, elements: ['\\x00', '\\x0a', '\\x1f'] }");
  CHECK(print(HeapArray<char>{'\x7F', '\x80', '\xFF'}) ==
        "HeapArray { len: 3, elements: ['\\x7f', '\\x80', '\\xff'] }");
  CHECK(print(HeapArray<char>{'\'', '\\'}) == "HeapArray { len: 2, elements: ['\\'', '\\\\'] }");
}

template <class Print>
void check_text_of_bytes(Print print) {
  using namespace heaparray;
  CHECK(print(HeapArray<std::uint8_t>{0, 65, 255}) == "HeapArray { len: 3, elements: [0, 65, 255] }");
  CHECK(print(HeapArray<std::int8_t>{-128, 65}) == "HeapArray { len: 2, elements: [-128, 65] }");
  CHECK(print(HeapArray<std::byte>{std::byte{65}, std::byte{255}}) ==
        "HeapArray { len: 2, elements: [65, 255] }");
  CHECK(print(HeapArray<char8_t>{u8'A'}) == "HeapArray { len: 1, elements: [65] }");
}

template <class Print>
void check_text_of_atomics(Print print) {
  using namespace heaparray;
  CHECK(print(ArcArray<std::atomic<int>>(3, digits)) ==
        "ArcArray { len: 3, ref_count: 1, elements: [0, 1, 2] }");
  CHECK(print(HeapArray<std::atomic<bool>>(1)) == "HeapArray { len: 1, elements: [false] }");
  CHECK(print(HeapArray<std::atomic<char>>(1, [](std::size_t) { return 'x'; })) ==
        "HeapArray { len: 1, elements: ['x'] }");
}

template <class Print>
void check_text_of_nested(Print print) {
  using namespace heaparray;
  const RcArray<int> inner{1, 2};
  CHECK(
      print(HeapArray<RcArray<int>>{inner, RcArray<int>()}) ==
      "HeapArray { len: 2, elements: [RcArray { len: 2, ref_count: 3, elements: [1, 2] }, null] }");  // list, too
  CHECK(print(HeapArray<HeapArray<Unprintable>>{HeapArray<Unprintable>(1)}) ==
        "HeapArray { len: 1, elements: [HeapArray { len: 1, elements: [?] }] }");
}

template <class Print>
void check_text_shortened(Print print) {
  using namespace heaparray;
  const HeapArray<int> a{0, 1, 2};
  CHECK(print(a, 0) == "HeapArray { len: 3, elements: [...] }");
  CHECK(print(a, 1) == "HeapArray { len: 3, elements: [0, ...] }");
  CHECK(print(a, 2) == "HeapArray { len: 3, elements: [0, 1, ...] }");
  CHECK(print(a, 3) == "HeapArray { len: 3, elements: [0, 1, 2] }");
  CHECK(print(a, 4) == "HeapArray { len: 3, elements: [0, 1, 2] }");
  CHECK(print(a, SIZE_MAX) == "HeapArray { len: 3, elements: [0, 1, 2] }");
  CHECK(print(HeapArray<int>(0), 0) == "HeapArray { len: 0, elements: [] }");
  CHECK(print(ArcArray<int, int>::with_len(5, 9), 1) ==
        "ArcArray { label: 5, len: 9, ref_count: 1, elements: [0, ...] }");
  CHECK(print(HeapArray<HeapArray<int>>{a, a}, 1) ==
        "HeapArray { len: 2, elements: [HeapArray { len: 3, elements: [0, 1, 2] }, ...] }");
}

/// `format(spec, array)` is std::vformat's or fmt::vformat's text.
template <class Format>
void check_text_of_specifications(Format format) {
  using namespace heaparray;
  const auto a =
      ArcArray<int, char>::with_label('x', 3, [](std::size_t i) { return static_cast<int>(i) + 9; });
  const auto in_full = [](const std::string& elements) {
    return "ArcArray { label: 'x', len: 3, ref_count: 1, elements: [" + elements + "] }";
  };
  CHECK(format("{:}", a) == in_full("9, 10, 11"));
  CHECK(format("{::}", a) == in_full("9, 10, 11"));
  CHECK(format("{::#x}", a) == in_full("0x9, 0xa, 0xb"));
  CHECK(format("{::>4}", a) == in_full("   9,   10,   11"));
  CHECK(format("{:.2:03}", a) == in_full("009, 010, ..."));
  CHECK(format("{:n}", a) == "9, 10, 11");
  CHECK(format("{:n:#x}", a) == "0x9, 0xa, 0xb");
  CHECK(format("{:.1n:#x}", a) == "0x9, ...");
  CHECK(format("{:.0n}", a) == "...");

  using Null = ArcArray<int, char>;
  CHECK(format("{::#x}", Null()) == "null");
  CHECK(format("{:n}", Null()).empty());
  CHECK(format("{:n}", HeapArray<int>(0)).empty());

  const HeapArray<std::string> strings{"a", "b\""};
  CHECK(format("{:n}", strings) == "\"a\", \"b\\\"\"");  // as C++23 has it: quoted, unless there is a format
  CHECK(format("{:n:}", strings) == "a, b\"");
  CHECK(format("{:n:_<3}", strings) == "a__, b\"_");
  CHECK(format("{:n:#x}", HeapArray<unsigned char>{1, 255}) == "0x1, 0xff");
  CHECK(format("{:n:#x}", ArcArray<std::atomic<int>>(2, digits)) == "0x0, 0x1");
  CHECK(format("{:n:d}", HeapArray<bool>{true, false}) == "1, 0");

  const HeapArray<char> text{'h', '"', '\n'};
  CHECK(format("{:s}", text) == "h\"\n");
  CHECK(format("{:?s}", text) == "\"h\\\"\\x0a\"");
  CHECK(format("{:.1s}|", text) == "h|");
  CHECK(format("{:.9s}", text) == "h\"\n");
  CHECK(format("{:.2?s}", text) == "\"h\\\"\"");
  CHECK(format("{:.0s}", text).empty());
  CHECK(format("{:n}", text) == "'h', '\"', '\\x0a'");
  CHECK(format("{:n::<2}", text) == "h:, \":, \n:");
  CHECK(format("{:s}", HeapArray<char>()).empty());
  CHECK(format("{:?s}", HeapArray<char>()) == "\"\"");

  const HeapArray<HeapArray<int>> rows{HeapArray<int>{1, 2}, HeapArray<int>{30}};
  CHECK(format("{::n}", rows) == "HeapArray { len: 2, elements: [1, 2, 30] }");
  CHECK(format("{:n:n:#x}", rows) == "0x1, 0x2, 0x1e");
  CHECK(format("{:n::#x}", rows) ==
        "HeapArray { len: 2, elements: [0x1, 0x2] }, HeapArray { len: 1, elements: [0x1e] }");
  CHECK(format("{:n:.1n}", rows) == "1, ..., 30");
  CHECK(format("{:n:>3}", SharedSlice(ArcArray<int>{1, 2, 3}, 1, 3)) == "  2,   3");

  const AtomicArcArray<int, char> cell(TpArcArray<int, char>::filled('x', 2, 17));
  CHECK(format("{}", cell) == "TpArcArray { label: 'x', len: 2, elements: [17, 17] }");
  CHECK(format("{:.1:#x}", cell) == "TpArcArray { label: 'x', len: 2, elements: [0x11, ...] }");
  CHECK(format("{:n:#x}", cell) == "0x11, 0x11");
  CHECK(format("{}", AtomicArcArray<int>()) == "null");
  CHECK(format("{:?s}", AtomicArcArray<char>(TpArcArray<char>{'h', '"'})) == "\"h\\\"\"");
  CHECK(format("{}", AtomicPtrArray<int>()) == "AtomicPtrArray { null }");
  const AtomicPtrArray<int> owned(ThinPtrArray<int>{1});
  std::ostringstream address;
  address << owned.peek();
  CHECK(format("{}", owned) == "AtomicPtrArray { " + address.str() + " }");
}

/// `error_of(spec, array)` is the text of the error.
template <class ErrorOf>
void check_wrong_specifications(ErrorOf error_of) {
  using namespace heaparray;
  const HeapArray<int> a{1, 2};
  for (const std::string_view spec :
       {"{:.}", "{:x}", "{:.2x}", "{:2}", "{:>10}", "{:.-1}", "{:..2}", "{:.2.2}", "{: }", "{:.a}", "{:.{}}",
        "{:s}", "{:?s}", "{:nn}", "{:ns}", "{:n.2}"}) {
    CAPTURE(spec);
    CHECK(error_of(spec, a) ==
          "heaparray: the format of an array is [.N][n][:format of an element], N the most elements to "
          "write, n for "
          "no more than elements");
  }
  const HeapArray<char> text{'a'};
  for (const std::string_view spec :
       {"{:?}", "{:s:}", "{:?s:}", "{:s?}", "{:ss}", "{:ns}", "{:s.1}", "{:5s}"}) {
    CAPTURE(spec);
    CHECK(error_of(spec, text) ==
          "heaparray: the format of an array of characters is [.N][n][:format of an element], or [.N]s or "
          "[.N]?s for "
          "its text, N the most elements to write");
  }
  CHECK(error_of("{:n:x}", HeapArray<Unprintable>(1)) ==
        "heaparray: the elements of this array have no formatter, and so no format after ':'");
  CHECK(error_of("{:n}", AtomicPtrArray<int>()) == "heaparray: an AtomicPtrArray is formatted by {} only");
  CHECK(error_of("{::k}", a).find("no error") == std::string::npos);  // the formatter of int says what
  CHECK(error_of("{:.", a).find("no error") == std::string::npos);
  CHECK(error_of("{:.2", a).find("no error") == std::string::npos);
  CHECK(error_of("{:n:", a).find("no error") == std::string::npos);
  CHECK(error_of("{:", a).find("no error") == std::string::npos);
}

}  // namespace test

#endif
